import { css } from 'lit';

/** Lists of answers: classes, the answers of heads. */
export const answerStyles = css`
  .classes {
    display: grid;
    gap: 2px;
  }

  .class {
    display: grid;
    grid-template-columns: minmax(7rem, 1fr) minmax(4rem, 2fr) 3.5rem;
    align-items: center;
    gap: 0.75rem;
    min-block-size: 2.25rem;
    padding: 0.1rem 0.75rem;
    border-radius: 8px;
    cursor: pointer;
  }

  .class b {
    text-align: end;
  }

  .class:hover {
    background: var(--raised);
  }

  .class[aria-selected='true'] {
    background: var(--raised);
    box-shadow: inset 3px 0 0 var(--accent);
  }

  /* How much of 1. */
  .level {
    block-size: 8px;
    border-radius: 4px;
    background:
      linear-gradient(var(--class-colour, var(--accent)) 0 0) 0 0 / calc(100% * max(0, var(--share))) 100% no-repeat,
      var(--border);
    forced-color-adjust: none;
  }

  /* The heads of a model that answers several questions. */

  .heads {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr));
    align-items: start;
    gap: 0.75rem;
  }

  .head {
    padding: 0.5rem 0.35rem 0.35rem;
    border: 1px solid var(--border);
    border-radius: calc(var(--radius) - 2px);
  }

  .question {
    padding: 0 0.75rem 0.25rem;
    color: var(--muted);
    font-size: 0.8125rem;
    font-weight: 600;
  }

  .head .class {
    grid-template-columns: minmax(5rem, 1fr) minmax(3rem, 1fr) 3.25rem;
    min-block-size: 2rem;
  }
`;
