import assert from 'node:assert/strict';
import { XaiError, type XaiErrorCode } from '../../src/core/errors.ts';

/** Checks of an error that it is the library's own, has this code, and says what the pattern asks for. */
export function refusal(code: XaiErrorCode, pattern: RegExp): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof XaiError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, pattern);
    return true;
  };
}
