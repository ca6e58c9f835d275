import { latticeLayout } from '../core/masks/lattice-layout.ts';
import { factorsOf, type MapForm } from '../core/masks/mask-sum.ts';
import { isLattice, type MaskSpec } from '../core/masks/spec.ts';
import type { BufferPool } from './buffer-pool.ts';
import { AccumulateKernel, latticePlaneSize } from './kernels/accumulate.ts';
import { AccumulatePlainKernel } from './kernels/accumulate-plain.ts';
import type { AxisBuffers } from './kernels/mask-value.ts';
import { TentKernel, tentSources } from './kernels/tent.ts';
import { ReadBack } from './read-back.ts';

/** Below this a summed mask is rounding noise of float32 sums; a visible pixel sums far more. */
const NEVER_SHOWN = 1e-6;

/** The buffers of a batch that the sums read. */
export interface PlaneInputs extends AxisBuffers {
  readonly batch: GPUBuffer;
  readonly masks: GPUBuffer;
  readonly similarities: GPUBuffer;
}

/** What the planes are put together of. */
interface Parts {
  readonly planeSize: number;
  readonly encodeSum: (pass: GPUComputePassEncoder) => void;
  readonly encodeMap: (pass: GPUComputePassEncoder) => void;
  readonly sources: GPUBuffer;
  readonly map: GPUBuffer;
  readonly readBack: ReadBack;
}

/**
 * Sums of scored masks that stay on the device, and the maps made of them: on the lattice where the spec allows it, in
 * full size otherwise. Planes are float32; a map's two planes are combined before they are enlarged, so that
 * mean-subtraction takes the difference of small sums.
 */
export class MaskPlanes {
  readonly #device: GPUDevice;
  readonly #spec: MaskSpec;
  readonly #targets: number;
  readonly #parts: Parts;

  static async create(pool: BufferPool, spec: MaskSpec, targets: number, inputs: PlaneInputs): Promise<MaskPlanes> {
    const { device } = pool;
    const lattice = isLattice(spec) ? latticeLayout(spec) : null;
    // The lattice kernel asks for offsets below the pitch, or two cells could meet in one element.
    const onLattice = lattice !== null && spec.offsetsX <= lattice.pitchX && spec.offsetsY <= lattice.pitchY;
    const { width, height } = spec;
    const line = onLattice ? lattice.width : width;
    const lines = onLattice ? lattice.height : height;
    const planeSize = onLattice ? latticePlaneSize(spec) : width * height;
    const storage = GPUBufferUsage.STORAGE;
    const planes = pool.create('planes', (targets + 1) * planeSize * 4, storage);
    const narrow = pool.create('map-lines', width * lines * 4, storage);
    const map = pool.create('map', width * height * 4, storage | GPUBufferUsage.COPY_SRC);
    const sources = pool.create('tent-sources', 16, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
    const plain = pool.create('tent-alone', 16, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
    device.queue.writeBuffer(plain, 0, tentSources(0, 0, 1, 0));

    let encodeSum: (pass: GPUComputePassEncoder) => void;
    if (onLattice) {
      const kernel = await AccumulateKernel.create(device, spec, targets);
      const bound = kernel.bind({ ...inputs, planes });
      encodeSum = (pass) => kernel.encode(pass, bound);
    } else {
      const kernel = await AccumulatePlainKernel.create(device, spec, targets);
      const bound = kernel.bind({ ...inputs, planes });
      encodeSum = (pass) => kernel.encode(pass, bound);
    }
    const pitch = onLattice ? lattice : { pitchX: 1, pitchY: 1 };
    const along = await TentKernel.create(device, { axis: 'x', pitch: pitch.pitchX, width, height: lines, line });
    const down = await TentKernel.create(device, { axis: 'y', pitch: pitch.pitchY, width, height, line: width });
    const alongBound = along.bind({ sources, planes, filtered: narrow });
    const downBound = down.bind({ sources: plain, planes: narrow, filtered: map });
    const encodeMap = (pass: GPUComputePassEncoder) => {
      along.encode(pass, alongBound);
      down.encode(pass, downBound);
    };
    const readBack = new ReadBack(pool, 'map-staging', width * height * 4);
    return new MaskPlanes(device, spec, targets, { planeSize, encodeSum, encodeMap, sources, map, readBack });
  }

  private constructor(device: GPUDevice, spec: MaskSpec, targets: number, parts: Parts) {
    this.#device = device;
    this.#spec = spec;
    this.#targets = targets;
    this.#parts = parts;
  }

  /** Encodes the addition of a batch. */
  encodeSum(pass: GPUComputePassEncoder): void {
    this.#parts.encodeSum(pass);
  }

  /**
   * The map of one target: length height x width of the spec.
   * @param count masks added
   * @param scoreSum their scores' sum for this target
   */
  async map(target: number, form: MapForm, count: number, scoreSum: number): Promise<Float32Array> {
    if (form === 'ratio') {
      const scored = await this.#combine(target, 1, 0);
      const masked = await this.#combine(target, 0, 1);
      return scored.map((value, k) => (masked[k] > NEVER_SHOWN ? value / masked[k] : 0));
    }
    const share = 1 / Math.max(1, count);
    const { scored, masked, level } = factorsOf(form, this.#spec.keep, share * scoreSum);
    const sum = await this.#combine(target, scored * share, masked * share);
    return level === 0 ? sum : sum.map((value) => value - level);
  }

  async #combine(target: number, scoredFactor: number, maskedFactor: number): Promise<Float32Array> {
    const { planeSize, encodeMap, sources, map, readBack } = this.#parts;
    const words = tentSources(target * planeSize, this.#targets * planeSize, scoredFactor, maskedFactor);
    this.#device.queue.writeBuffer(sources, 0, words);
    const encoder = this.#device.createCommandEncoder({ label: 'map' });
    const pass = encoder.beginComputePass({ label: 'map' });
    encodeMap(pass);
    pass.end();
    const out = new Float32Array(this.#spec.width * this.#spec.height);
    readBack.encode(encoder, [{ buffer: map, size: out.byteLength }]);
    this.#device.queue.submit([encoder.finish()]);
    await readBack.read([out]);
    return out;
  }
}
