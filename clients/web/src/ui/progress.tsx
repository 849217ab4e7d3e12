/** How far something has come, from 0 to 1; without a number it only says that it goes on. */
export function Progress({ label, share }: { label: string; share?: number }) {
  return (
    <div class="stack close" role="status">
      <span>{label}</span>
      <progress class="progress" value={share} max={1} aria-label={label} />
    </div>
  );
}
