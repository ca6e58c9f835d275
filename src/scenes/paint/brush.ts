import type { Context2D, Gradient } from './canvas.ts';
import { blue, type Colour, css, green, mix, red, rgb } from './colour.ts';
import { type Light, underLight } from './light.ts';
import type { Shape } from './shapes.ts';

/**
 * Paints shapes in the light of a scene. As a stencil it gives silhouettes instead: what is solid is filled black, what
 * lies inside a silhouette or only shines or darkens is left out; so one drawing routine gives picture and mask.
 */
export class Brush {
  /** 0 in front, 1 at the horizon: how much air lies before what is painted. */
  depth = 0;
  readonly #tones = new Map<number, string>();
  #flipped = false;

  constructor(
    readonly context: Context2D,
    readonly light: Light,
    readonly stencil = false,
  ) {}

  /** CSS text of a colour in this light. @param k below 1 in shade, above 1 in light */
  tone(colour: Colour, k = 1): string {
    const key = (colour * 128 + Math.round(k * 32)) * 128 + Math.round(this.depth * 100);
    let text = this.#tones.get(key);
    if (text === undefined) {
      text = css(underLight(this.light, colour, this.depth, k));
      this.#tones.set(key, text);
    }
    return text;
  }

  /** One colour, no modelling. */
  flat(colour: Colour, shape: Shape, k = 1): void {
    this.#fill(this.stencil ? '#000' : this.tone(colour, k), shape);
  }

  /** Modelled: bright toward the light, dark away from it. @param contrast 1 is usual, 0 flat */
  form(colour: Colour, shape: Shape, contrast = 1): void {
    if (this.stencil) {
      this.#fill('#000', shape);
      return;
    }
    const [x0, y0, x1, y1] = shape.box;
    const fx = this.#flipped ? -this.light.from[0] : this.light.from[0];
    const fy = this.light.from[1];
    const reach = (Math.abs(fx) * (x1 - x0) + Math.abs(fy) * (y1 - y0)) / 2;
    const [cx, cy] = [(x0 + x1) / 2, (y0 + y1) / 2];
    const gradient = this.context.createLinearGradient(
      cx + fx * reach,
      cy + fy * reach,
      cx - fx * reach,
      cy - fy * reach,
    );
    gradient.addColorStop(0, this.tone(colour, 1 + 0.2 * contrast));
    gradient.addColorStop(0.38, this.tone(colour, 1));
    gradient.addColorStop(1, this.tone(colour, 1 - 0.3 * contrast));
    this.#fill(gradient, shape);
  }

  /** From one colour at the top of the shape to another at its foot. */
  fade(top: Colour, foot: Colour, shape: Shape): void {
    if (this.stencil) {
      this.#fill('#000', shape);
      return;
    }
    const gradient = this.context.createLinearGradient(0, shape.box[1], 0, shape.box[3]);
    gradient.addColorStop(0, this.tone(top));
    gradient.addColorStop(1, this.tone(foot));
    this.#fill(gradient, shape);
  }

  /** @param width in the current units */
  line(colour: Colour, width: number, shape: Shape, k = 1): void {
    this.#stroke(this.stencil ? '#000' : this.tone(colour, k), width, shape);
  }

  /** Something that shines by itself (lit windows): its own colour, with only the haze before it. */
  shine(colour: Colour, shape: Shape): void {
    this.#fill(
      this.stencil ? '#000' : css(mix(colour, this.light.haze, this.light.hazeShare * 0.6 * this.depth ** 1.5)),
      shape,
    );
  }

  /** Paint inside a silhouette that is there already; a stencil has no use for it. */
  detail(draw: () => void): void {
    if (!this.stencil) draw();
  }

  /** Paint only within a shape; a stencil has no use for it. */
  within(shape: Shape, draw: () => void): void {
    if (this.stencil) return;
    this.context.save();
    this.context.beginPath();
    shape.trace(this.context);
    this.context.clip();
    draw();
    this.context.restore();
  }

  /** Paint thinly: `alpha` from 0 to 1. A stencil has no use for glazes. */
  glaze(alpha: number, draw: () => void): void {
    if (this.stencil) return;
    const { globalAlpha } = this.context;
    this.context.globalAlpha = globalAlpha * alpha;
    draw();
    this.context.globalAlpha = globalAlpha;
  }

  /** A soft light over what is there. @param strength 0 to 1 */
  glow(colour: Colour, x: number, y: number, radius: number, strength: number): void {
    if (this.stencil || strength <= 0) return;
    this.context.globalCompositeOperation = 'screen';
    this.#disc(x, y, radius, 1, colour, strength);
    this.context.globalCompositeOperation = 'source-over';
  }

  /** A soft dark patch on the ground, `rx` by `ry`. */
  shadow(x: number, y: number, rx: number, ry: number, strength = 1): void {
    if (this.stencil) return;
    this.#disc(
      x,
      y,
      rx,
      ry / rx,
      this.#shadowColour(),
      Math.min(0.9, this.light.shadow * 1.7 * strength) * (1 - 0.5 * this.depth),
    );
  }

  /** What stands at (0, 0), `width` wide and `height` tall, throws this on the ground. */
  castShadow(width: number, height: number): void {
    const { from, shadowLength } = this.light;
    const lean = -(this.#flipped ? -from[0] : from[0]) * shadowLength * height;
    this.shadow(
      lean * 0.42,
      -Math.abs(lean) * 0.02,
      width * 0.56 + Math.abs(lean) * 0.5,
      width * 0.1 + height * 0.025,
      0.8,
    );
    this.shadow(0, 0, width * 0.52, width * 0.08 + height * 0.012);
  }

  /** Draws in other units: origin moved to (x, y), `scale` times as large, mirrored if asked, at a depth of its own. */
  at(x: number, y: number, scale: number, draw: () => void, { flip = false, turn = 0, depth = this.depth } = {}): void {
    const [outerDepth, outerFlip] = [this.depth, this.#flipped];
    this.context.save();
    this.context.translate(x, y);
    if (turn !== 0) this.context.rotate(turn);
    this.context.scale(flip ? -scale : scale, scale);
    this.depth = depth;
    if (flip) this.#flipped = !this.#flipped;
    draw();
    [this.depth, this.#flipped] = [outerDepth, outerFlip];
    this.context.restore();
  }

  /** True while what is drawn is mirrored: lettering has to be mirrored back. */
  get flipped(): boolean {
    return this.#flipped;
  }

  #shadowColour(): Colour {
    const { cool } = this.light;
    return rgb(red(cool) * 0.5, green(cool) * 0.5, blue(cool) * 0.6);
  }

  #disc(x: number, y: number, radius: number, flatness: number, colour: Colour, strength: number): void {
    const { context } = this;
    context.save();
    context.translate(x, y);
    context.scale(1, flatness);
    const gradient = context.createRadialGradient(0, 0, 0, 0, 0, radius);
    gradient.addColorStop(0, css(colour, strength));
    gradient.addColorStop(0.5, css(colour, strength * 0.52));
    gradient.addColorStop(0.8, css(colour, strength * 0.13));
    gradient.addColorStop(1, css(colour, 0));
    context.fillStyle = gradient;
    context.fillRect(-radius, -radius, 2 * radius, 2 * radius);
    context.restore();
  }

  #fill(style: string | Gradient, shape: Shape): void {
    const { context } = this;
    context.fillStyle = style;
    context.beginPath();
    shape.trace(context);
    context.fill();
  }

  #stroke(style: string, width: number, shape: Shape): void {
    const { context } = this;
    context.strokeStyle = style;
    context.lineWidth = width;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.beginPath();
    shape.trace(context);
    context.stroke();
  }
}
