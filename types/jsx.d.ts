/** Plain JSX (Preact, Solid and others with a global `JSX`) knows the elements: `import type {} from 'xai-viewer/jsx'`. */
import type { TagAttributes, TagElements, TagEvents, TagProperties } from './tags.js';

type Own<Tag extends keyof TagElements> = TagProperties[Tag] &
  TagAttributes[Tag] & {
    [Name in keyof TagEvents[Tag] as `on${Name & string}`]?: (event: TagEvents[Tag][Name]) => void;
  };

/** What every element takes. */
interface Base {
  id?: string;
  class?: string;
  slot?: string;
  style?: string | object;
  hidden?: boolean;
  children?: unknown;
  key?: string | number | null;
  ref?: unknown;
}

type Tags = { [Tag in keyof TagElements]: Base & Own<Tag> };

declare global {
  namespace JSX {
    interface IntrinsicElements extends Tags {}
  }
}
