/** Progress from 0 to 1; without `share` it only shows that work goes on. */
export function Progress({ label, share }: { label: string; share?: number }) {
  return (
    <div class="stack close" role="status">
      <span>{label}</span>
      <progress class="progress" value={share} max={1} aria-label={label} />
    </div>
  );
}
