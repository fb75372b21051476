/**
 * At most `limit` points of a curve, ends included, chosen so that its shape stays: largest triangle three buckets.
 *
 * @param points in the order of the curve.
 * @see Steinarsson (2013), Downsampling Time Series for Visual Representation, University of Iceland
 */
export function thin<T>(points: readonly T[], x: (point: T) => number, y: (point: T) => number, limit = 200): T[] {
  if (points.length <= limit) return [...points];
  const kept = [points[0]!];
  const size = (points.length - 2) / (limit - 2);
  let last = 0;
  for (let bucket = 0; bucket < limit - 2; bucket++) {
    const from = Math.floor(bucket * size) + 1;
    const to = Math.floor((bucket + 1) * size) + 1;
    const next = points.slice(to, Math.min(points.length, Math.floor((bucket + 2) * size) + 1));
    const meanX = next.reduce((sum, point) => sum + x(point), 0) / next.length;
    const meanY = next.reduce((sum, point) => sum + y(point), 0) / next.length;
    const [x0, y0] = [x(points[last]!), y(points[last]!)];
    let best = from;
    let bestArea = -1;
    for (let i = from; i < to; i++) {
      const area = Math.abs((x0 - meanX) * (y(points[i]!) - y0) - (x0 - x(points[i]!)) * (meanY - y0));
      if (area > bestArea) [best, bestArea] = [i, area];
    }
    kept.push(points[best]!);
    last = best;
  }
  kept.push(points.at(-1)!);
  return kept;
}
