/** Svelte's markup knows the elements: `import type {} from 'xai-viewer/svelte'`. */
import type { HTMLAttributes } from 'svelte/elements';
import type { TagAttributes, TagElements, TagEvents, TagProperties } from './tags.js';

type Own<Tag extends keyof TagElements> = TagProperties[Tag] &
  TagAttributes[Tag] & {
    [Name in keyof TagEvents[Tag] as `on${Name & string}`]?: (event: TagEvents[Tag][Name]) => void;
  };

type Tags = {
  [Tag in keyof TagElements]: Omit<HTMLAttributes<TagElements[Tag]>, keyof Own<Tag>> & Own<Tag>;
};

declare module 'svelte/elements' {
  export interface SvelteHTMLElements extends Tags {}
}
