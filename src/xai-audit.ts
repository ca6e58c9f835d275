import { XaiAudit } from './elements/xai-audit/element.ts';

export { XaiAuditEvent, XaiErrorEvent } from './elements/events.ts';
export { type Strings, setLanguage } from './elements/strings.ts';
export { type AuditWords, setAuditLanguage } from './elements/xai-audit/words.ts';
export type {
  AnyAuditReport,
  AuditData,
  AuditEstimate,
  AuditInfo,
  AuditModel,
  AuditOptions,
  AuditProgress,
  AuditReport,
  SaveFormat,
  SessionAuditReport,
} from './engine/audit-protocol.ts';
export { configure, type EngineSettings } from './engine/settings.ts';
export { XaiAudit };

declare global {
  interface HTMLElementTagNameMap {
    'xai-audit': XaiAudit;
  }
}

if (!customElements.get('xai-audit')) customElements.define('xai-audit', XaiAudit);
