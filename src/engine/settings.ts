import { XaiError } from '../core/errors.ts';

/** How the page starts its engine. Takes effect when the next worker starts. */
export interface EngineSettings {
  /** Address of the worker script, same-origin with the page; by default `worker.js` beside the bundle. */
  workerUrl?: string | URL | null;
  /**
   * The Trusted Types policy that makes the worker's address trusted: a name to create it under (`xai-viewer` by
   * default), or a policy of the page's own.
   */
  trustedTypesPolicy?: string | ScriptUrlPolicy;
}

/** The part of a `TrustedTypePolicy` that is used here. */
export interface ScriptUrlPolicy {
  createScriptURL(url: string): unknown;
}

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptUrlPolicy;
}

const CREATED = Symbol.for('xai-viewer.trusted-types-policy');
const settings: Required<EngineSettings> = { workerUrl: null, trustedTypesPolicy: 'xai-viewer' };

interface CreatedPolicy {
  readonly name: string;
  readonly policy: ScriptUrlPolicy;
}

/** Each bundle of this package on a page has this module once, and a policy's name can be taken only once. */
const page = globalThis as { [CREATED]?: CreatedPolicy };

/** Changes the settings that are named and leaves the others. */
export function configure(changes: EngineSettings): void {
  if (changes.workerUrl !== undefined) settings.workerUrl = changes.workerUrl;
  if (changes.trustedTypesPolicy !== undefined) settings.trustedTypesPolicy = changes.trustedTypesPolicy;
}

/** The address set by `configure`, or null for the one beside the bundle. */
export function configuredWorkerUrl(): string | null {
  return settings.workerUrl === null ? null : new URL(settings.workerUrl, document.baseURI).href;
}

/** The worker's address in the form that `new Worker` accepts on this page. */
export function trustWorkerUrl(url: string): string {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  if (!factory) return url;
  const wanted = settings.trustedTypesPolicy;
  if (typeof wanted !== 'string') return wanted.createScriptURL(url) as string;
  let created = page[CREATED];
  if (created?.name !== wanted) {
    try {
      created = page[CREATED] = {
        name: wanted,
        policy: factory.createPolicy(wanted, { createScriptURL: (address) => address }),
      };
    } catch (cause) {
      throw new XaiError(
        'engine-failed',
        `The page's Content-Security-Policy does not allow the Trusted Types policy "${wanted}". Add it to the ` +
          '"trusted-types" directive, or hand over a policy of the page with configure({trustedTypesPolicy}).',
        { option: 'trustedTypesPolicy', cause },
      );
    }
  }
  return created.policy.createScriptURL(url) as string;
}
