import type { ReactiveControllerHost } from 'lit';

/** What a panel asks of its element. */
export type PanelHost = Pick<ReactiveControllerHost, 'requestUpdate' | 'updateComplete'> & {
  readonly renderRoot: ParentNode;
};
