import type { Context2D } from './canvas.ts';

export type Point = readonly [x: number, y: number];
/** Points as pairs, or as one run of numbers x, y, x, y. */
export type Points = readonly Point[] | readonly number[];

/** A path with the box that it lies in, both in the units of whoever draws it (y down). */
export interface Shape {
  box: readonly [x0: number, y0: number, x1: number, y1: number];
  trace(context: Context2D): void;
}

export function ellipse(x: number, y: number, rx: number, ry = rx, rotation = 0): Shape {
  const w = rotation === 0 ? rx : Math.hypot(rx * Math.cos(rotation), ry * Math.sin(rotation));
  const h = rotation === 0 ? ry : Math.hypot(rx * Math.sin(rotation), ry * Math.cos(rotation));
  return {
    box: [x - w, y - h, x + w, y + h],
    trace(context) {
      context.moveTo(x + rx * Math.cos(rotation), y + rx * Math.sin(rotation));
      context.ellipse(x, y, rx, ry, rotation, 0, 2 * Math.PI);
    },
  };
}

/** A dab of the brush: a lens from left to right, quicker to draw than an ellipse where there are hundreds. */
export function dab(x: number, y: number, rx: number, ry: number): Shape {
  return {
    box: [x - rx, y - ry, x + rx, y + ry],
    trace(context) {
      context.moveTo(x - rx, y);
      context.quadraticCurveTo(x, y - 2 * ry, x + rx, y);
      context.quadraticCurveTo(x, y + 2 * ry, x - rx, y);
    },
  };
}

/** Part of an ellipse from one angle to another (radians, clockwise from the right), closed by its chord. */
export function cap(x: number, y: number, rx: number, ry: number, start: number, end: number): Shape {
  const points = Array.from({ length: 9 }, (_, i) => start + ((end - start) * i) / 8);
  return {
    box: boxOf(points.map((angle) => [x + rx * Math.cos(angle), y + ry * Math.sin(angle)])),
    trace(context) {
      context.moveTo(x + rx * Math.cos(start), y + ry * Math.sin(start));
      context.ellipse(x, y, rx, ry, 0, start, end);
      context.closePath();
    },
  };
}

/** Part of an ellipse's outline, open: for strokes. */
export function arc(x: number, y: number, rx: number, ry: number, start: number, end: number): Shape {
  const { box } = cap(x, y, rx, ry, start, end);
  return {
    box,
    trace(context) {
      context.moveTo(x + rx * Math.cos(start), y + ry * Math.sin(start));
      context.ellipse(x, y, rx, ry, 0, start, end);
    },
  };
}

/** @param radius of the corners, in the shape's units */
export function rect(x: number, y: number, width: number, height: number, radius = 0): Shape {
  const r = Math.min(radius, width / 2, height / 2);
  return {
    box: [x, y, x + width, y + height],
    trace(context) {
      if (r <= 0) return context.rect(x, y, width, height);
      context.moveTo(x + r, y);
      context.lineTo(x + width - r, y);
      context.quadraticCurveTo(x + width, y, x + width, y + r);
      context.lineTo(x + width, y + height - r);
      context.quadraticCurveTo(x + width, y + height, x + width - r, y + height);
      context.lineTo(x + r, y + height);
      context.quadraticCurveTo(x, y + height, x, y + height - r);
      context.lineTo(x, y + r);
      context.quadraticCurveTo(x, y, x + r, y);
      context.closePath();
    },
  };
}

export function polygon(run: Points): Shape {
  const points = pairs(run);
  return {
    box: boxOf(points),
    trace(context) {
      lines(context, points);
      context.closePath();
    },
  };
}

/** An open run of straight lines: for strokes. */
export function polyline(run: Points): Shape {
  const points = pairs(run);
  return { box: boxOf(points), trace: (context) => lines(context, points) };
}

/** A closed curve through the points (Catmull-Rom). @param tension 0 gives straight lines, 1 full curves */
export function smooth(run: Points, tension = 1): Shape {
  const points = pairs(run);
  return {
    box: boxOf(points),
    trace(context) {
      curve(context, points, true, tension);
      context.closePath();
    },
  };
}

/** An open curve through the points: for strokes. */
export function curved(run: Points, tension = 1): Shape {
  const points = pairs(run);
  return { box: boxOf(points), trace: (context) => curve(context, points, false, tension) };
}

/** A tube along the points with a width at each, round at both ends. */
export function limb(run: Points, widths: readonly number[]): Shape {
  const points = pairs(run);
  const left: Point[] = [];
  const right: Point[] = [];
  const last = points.length - 1;
  for (let i = 0; i <= last; i++) {
    const [ax, ay] = points[Math.max(0, i - 1)];
    const [bx, by] = points[Math.min(last, i + 1)];
    const length = Math.hypot(bx - ax, by - ay) || 1;
    const nx = ((by - ay) / length) * (widths[i] / 2);
    const ny = (-(bx - ax) / length) * (widths[i] / 2);
    const [x, y] = points[i];
    const cut = i === 0 || i === last ? 0.72 : 1;
    left.push([x + nx * cut, y + ny * cut]);
    right.unshift([x - nx * cut, y - ny * cut]);
  }
  return smooth([
    beyond(points[0], points[1], widths[0] / 2),
    ...left,
    beyond(points[last], points[last - 1], widths[last] / 2),
    ...right,
  ]);
}

/** Several shapes as one path: filled together they have no seams. */
export function together(...shapes: readonly Shape[]): Shape {
  const corners = shapes.flatMap(({ box }): Point[] => [
    [box[0], box[1]],
    [box[2], box[3]],
  ]);
  return {
    box: boxOf(corners),
    trace(context) {
      for (const shape of shapes) shape.trace(context);
    },
  };
}

/** The points one by one, however they were written. */
export function pairs(run: Points): readonly Point[] {
  if (typeof run[0] !== 'number') return run as readonly Point[];
  const flat = run as readonly number[];
  return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);
}

function beyond(end: Point, inner: Point, by: number): Point {
  const length = Math.hypot(end[0] - inner[0], end[1] - inner[1]) || 1;
  return [end[0] + ((end[0] - inner[0]) / length) * by, end[1] + ((end[1] - inner[1]) / length) * by];
}

function lines(context: Context2D, points: readonly Point[]): void {
  context.moveTo(points[0][0], points[0][1]);
  for (let i = 1; i < points.length; i++) context.lineTo(points[i][0], points[i][1]);
}

function curve(context: Context2D, points: readonly Point[], closed: boolean, tension: number): void {
  const count = points.length;
  const at = (i: number): Point => (closed ? points[(i + count) % count] : points[Math.max(0, Math.min(count - 1, i))]);
  const k = tension / 6;
  context.moveTo(points[0][0], points[0][1]);
  for (let i = 0; i < (closed ? count : count - 1); i++) {
    const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    context.bezierCurveTo(
      p1[0] + (p2[0] - p0[0]) * k,
      p1[1] + (p2[1] - p0[1]) * k,
      p2[0] - (p3[0] - p1[0]) * k,
      p2[1] - (p3[1] - p1[1]) * k,
      p2[0],
      p2[1],
    );
  }
}

function boxOf(points: readonly Point[]): Shape['box'] {
  let x0 = Infinity;
  let y0 = Infinity;
  let x1 = -Infinity;
  let y1 = -Infinity;
  for (const [x, y] of points) {
    x0 = Math.min(x0, x);
    y0 = Math.min(y0, y);
    x1 = Math.max(x1, x);
    y1 = Math.max(y1, y);
  }
  return [x0, y0, x1, y1];
}
