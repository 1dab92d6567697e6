// As much of a page as the console's code asks for when it is loaded. Import it first.
Object.assign(globalThis, { matchMedia: () => ({ matches: false, addEventListener: () => undefined }) });
