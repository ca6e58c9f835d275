import { EngineClient } from './client.ts';
import { sharedInPage } from './shared-in-page.ts';

/** The page's one engine. Nothing starts before a model is loaded or a recording is read. */
export function sharedEngine(): EngineClient {
  return sharedInPage('engine', () => new EngineClient());
}
