/** Folder of the browser's private file system where audits are kept. */
export const AUDIT_FOLDER = 'xai-audits';
