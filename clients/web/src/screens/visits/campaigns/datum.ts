const AXIS = 6378245;
const ECCENTRICITY = 0.00669342162296594323;

/** A position of the phone (WGS 84) in GCJ-02, in which homes are kept, rounded to about ten metres. Abroad both are one. */
export function toMapDatum(longitude: number, latitude: number): { longitude: number; latitude: number } {
  if (longitude < 72.004 || longitude > 137.8347 || latitude < 0.8293 || latitude > 55.8271) return { longitude: round(longitude), latitude: round(latitude) };
  const x = longitude - 105;
  const y = latitude - 35;
  const short = waves([20, 6 * x], [20, 2 * x]);
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + short + waves([20, y], [40, y / 3], [160, y / 12], [320, y / 30]);
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + short + waves([20, x], [40, x / 3], [150, x / 12], [300, x / 30]);
  const angle = (latitude / 180) * Math.PI;
  const flat = 1 - ECCENTRICITY * Math.sin(angle) ** 2;
  const metresNorth = (AXIS * (1 - ECCENTRICITY) * Math.PI) / (180 * flat * Math.sqrt(flat));
  const metresEast = (AXIS * Math.cos(angle) * Math.PI) / (180 * Math.sqrt(flat));
  return { longitude: round(longitude + east / metresEast), latitude: round(latitude + north / metresNorth) };
}

function waves(...of: [size: number, halfTurns: number][]): number {
  return of.reduce((sum, [size, halfTurns]) => sum + (2 / 3) * size * Math.sin(halfTurns * Math.PI), 0);
}

function round(degrees: number): number {
  return Math.round(degrees * 10_000) / 10_000;
}
