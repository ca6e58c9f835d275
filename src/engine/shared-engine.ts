import { EngineClient } from './client.ts';

let shared: EngineClient | null = null;

/** The page's one engine. Nothing starts before a model is loaded. */
export function sharedEngine(): EngineClient {
  shared ??= new EngineClient();
  return shared;
}
