import { words } from '../words.ts';

/** Whether this browser gives pages a camera at all. */
export function hasCameraAccess(): boolean {
  return 'mediaDevices' in navigator && 'getUserMedia' in navigator.mediaDevices;
}

/** Why a camera did not start, in words. */
export function cameraFault(error: unknown): string {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return words.cameraForbidden;
  return name === 'NotReadableError' || name === 'AbortError' ? words.cameraBusy : words.cameraMissing;
}
