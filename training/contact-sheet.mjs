// Draws chosen scenes side by side. Usage: node training/contact-sheet.mjs OUT.png [--size 256] [--columns 4] CELL...
// A cell is seed[:setting[:light[:weather[:season]]]]; without cells every setting is shown in every light.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { importSource } from './import-source.mjs';

const { values, positionals } = parseArgs({
  options: { size: { type: 'string', default: '256' }, columns: { type: 'string', default: '5' } },
  allowPositionals: true,
});
const [output, ...asked] = positionals;
if (output === undefined) throw new Error('Name the file to write: node training/contact-sheet.mjs sheet.png');
const [size, columns] = [Number(values.size), Number(values.columns)];

const { drawScene } = await importSource('src/scenes/scene.ts');
const { SETTINGS } = await importSource('src/scenes/world.ts');
const { LIGHTS, WEATHERS } = await importSource('src/scenes/paint/light.ts');
const { createCanvas, ImageData } = await import('@napi-rs/canvas');

const everything = SETTINGS.flatMap((setting, i) =>
  LIGHTS.map(
    (light, j) =>
      `${i * 31 + j * 7 + 3}:${setting}:${light}:${(i + j) % 3 === 0 ? WEATHERS[(i + 2 * j) % 4] : 'clear'}`,
  ),
);
const cells = asked.length > 0 ? asked : everything;
const sheet = createCanvas(columns * size, Math.ceil(cells.length / columns) * size);
const context = sheet.getContext('2d');
cells.forEach((cell, i) => {
  const [seed, ...choice] = cell.split(':');
  const names = ['setting', 'light', 'weather', 'season'];
  const options = Object.fromEntries(choice.map((value, k) => [names[k], value]).filter(([, value]) => value !== ''));
  const { pixels } = drawScene(Number(seed), (side) => createCanvas(side, side).getContext('2d'), { size, ...options });
  context.putImageData(new ImageData(pixels, size, size), (i % columns) * size, Math.floor(i / columns) * size);
});
mkdirSync(path.dirname(path.resolve(output)), { recursive: true });
writeFileSync(output, sheet.toBuffer(output.endsWith('.webp') ? 'image/webp' : 'image/png'));
