"""Lectures on days that close."""
