// Draws the pictures of the folder, and makes the maps that a graphics card's are compared with, on a CPU.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadSceneCanvas } from '../../src/cli/scenes-canvas.ts';
import { cropObject, croppable } from '../../src/scenes/crop.ts';
import { drawScene } from '../../src/scenes/scene.ts';
import { CHECKED, explainPacked, openPacked, PACKED, type Packed, partsOf } from './subjects.ts';

/** A scene with three objects, apart and large, of the held-out ones. */
const SCENE = 9_000_003;

const [folder] = process.argv.slice(2);
for (const packed of PACKED) {
  const parts = partsOf(folder, packed);
  for (const part of [parts.picture, parts.map]) mkdirSync(path.dirname(part), { recursive: true });
  writeFileSync(parts.picture, toRgb(await draw(packed)));
  const subject = await openPacked(folder, packed, 'wasm');
  await using _ = subject.model;
  const [map] = await explainPacked(packed, subject, { ...CHECKED, partialEvery: null });
  writeFileSync(parts.map, new Uint8Array(map.data.buffer, map.data.byteOffset, map.data.byteLength));
}
process.exit(0);

async function draw({ method, side }: Packed): Promise<ArrayLike<number>> {
  const createContext = await loadSceneCanvas();
  if (method === 'd-rise') return drawScene(SCENE, createContext, { size: side }).pixels;
  const whole = drawScene(SCENE, createContext, { size: side * 4 });
  return cropObject(whole, croppable(whole)[0], side, SCENE).pixels;
}

function toRgb(rgba: ArrayLike<number>): Uint8Array {
  return Uint8Array.from({ length: (rgba.length / 4) * 3 }, (_, k) => rgba[Math.floor(k / 3) * 4 + (k % 3)]);
}
