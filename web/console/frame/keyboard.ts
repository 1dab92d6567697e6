// Where the keyboard is. The browser moves it from document to document in steps, and tells each document for itself; in
// between none has it, and a report about one step may be read after the next.
const SETTLED_MS = 150;

/** Whether this document has the keyboard, or gets it before long. */
export function hasKeyboard(): Promise<boolean> {
  if (document.hasFocus()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer);
      removeEventListener('focus', settle);
      resolve(document.hasFocus());
    };
    const timer = setTimeout(settle, SETTLED_MS);
    addEventListener('focus', settle);
  });
}
