import { XaiError } from '../core/errors.ts';
import { sharedInPage } from './shared-in-page.ts';

/** How the page starts its engine, which takes effect when the next worker starts, and what its elements refer to. */
export interface EngineSettings {
  /** Address of the worker script, same-origin with the page; by default `worker.js` beside the bundle. */
  workerUrl?: string | URL | null;
  /**
   * The Trusted Types policy that makes the worker's address trusted: a name to create it under (`xai-viewer` by
   * default), or a policy of the page's own.
   */
  trustedTypesPolicy?: string | ScriptUrlPolicy;
  /**
   * Where the app's help lies, as `/app/#help`: elements that are drawn from then on link methods and error codes to their
   * pages. Null, the default: no links.
   */
  helpUrl?: string | null;
}

/** The part of a `TrustedTypePolicy` that is used here. */
export interface ScriptUrlPolicy {
  createScriptURL(url: string): unknown;
}

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptUrlPolicy;
}

interface Shared extends Required<EngineSettings> {
  /** The policy that was created: a name can be taken once. */
  created: { readonly name: string; readonly policy: ScriptUrlPolicy } | null;
}

const settings = sharedInPage<Shared>('settings', () => ({
  workerUrl: null,
  trustedTypesPolicy: 'xai-viewer',
  helpUrl: null,
  created: null,
}));

/** Changes the settings that are named and leaves the others. */
export function configure(changes: EngineSettings): void {
  if (changes.workerUrl !== undefined) settings.workerUrl = changes.workerUrl;
  if (changes.trustedTypesPolicy !== undefined) settings.trustedTypesPolicy = changes.trustedTypesPolicy;
  if (changes.helpUrl !== undefined) settings.helpUrl = changes.helpUrl;
}

/** The address set by `configure`, or null. */
export function configuredHelpUrl(): string | null {
  return settings.helpUrl;
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
  if (settings.created?.name !== wanted) {
    try {
      settings.created = {
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
  return settings.created.policy.createScriptURL(url) as string;
}
