// Writes the icons of the installed app from its drawing: `node scripts/make-icons.mjs`. Their pixels are committed, since
// the build needs no image library.
import { readFileSync } from 'node:fs';
import sharp from 'sharp';

const drawing = readFileSync('www/icon.svg', 'utf8');

/** A mask of the system's shape may cut up to a fifth off every side: the ground fills all, the sign shrinks. */
const maskable = drawing
  .replace(/rx="7"/, '')
  .replace(/<path /, '<path transform="translate(16 16) scale(0.78) translate(-16 -16)" ');

for (const [text, size, name] of [
  [drawing, 192, 'icon-192'],
  [drawing, 512, 'icon-512'],
  [maskable, 512, 'icon-maskable-512'],
]) {
  const density = (72 * size) / 32;
  await sharp(Buffer.from(text), { density })
    .resize(size, size)
    .png({ compressionLevel: 9 })
    .toFile(`www/icons/${name}.png`);
}
