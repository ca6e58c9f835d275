/** React 19's JSX knows the elements: `import type {} from 'xai-viewer/react'`. */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { TagAttributes, TagElements, TagEvents, TagProperties } from './tags.js';

type Own<Tag extends keyof TagElements> = TagProperties[Tag] &
  TagAttributes[Tag] & {
    [Name in keyof TagEvents[Tag] as `on${Name & string}`]?: (event: TagEvents[Tag][Name]) => void;
  };

type Base<Element> = DetailedHTMLProps<HTMLAttributes<Element>, Element>;

type Tags = { [Tag in keyof TagElements]: Omit<Base<TagElements[Tag]>, keyof Own<Tag>> & Own<Tag> };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends Tags {}
  }
}
