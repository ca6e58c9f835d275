/** Vue's templates know the elements: `import type {} from 'xai-viewer/vue'`. */
import type { HTMLAttributes } from 'vue';
import type { TagAttributes, TagElements, TagEvents, TagProperties } from './tags.js';

/** `xai-change` is heard as `onXaiChange`, which is what `@xai-change` stands for. */
type Heard<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Heard<Rest>}`
  : Capitalize<Name>;

type Own<Tag extends keyof TagElements> = TagProperties[Tag] &
  TagAttributes[Tag] & {
    [Name in keyof TagEvents[Tag] as `on${Heard<Name & string>}`]?: (event: TagEvents[Tag][Name]) => void;
  };

type Tags = {
  [Tag in keyof TagElements]: new () => TagElements[Tag] & {
    /** For templates alone; the element has no such property. */
    $props: Omit<HTMLAttributes, keyof Own<Tag>> & Own<Tag>;
  };
};

declare module 'vue' {
  interface GlobalComponents extends Tags {}
}
