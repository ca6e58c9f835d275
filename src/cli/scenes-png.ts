import { XaiError } from '../core/errors.ts';

/** A grey 8-bit PNG. @param values length size x size */
export async function encodeGreyPng(values: Uint8Array, size: number): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp').catch((cause) => {
    throw new XaiError(
      'backend-unavailable',
      'Writing masks needs the package sharp, which is not installed: run "npm install sharp".',
      { cause },
    );
  });
  return sharp(values, { raw: { width: size, height: size, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
}

/** 0 and 255, so that a mask can be looked at. */
export function visibleMask(mask: Uint8Array): Uint8Array {
  return mask.map((value) => (value > 0 ? 255 : 0));
}
