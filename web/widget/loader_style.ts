// The style of the launcher and of the frame on the page, as text: it goes into a constructed sheet, which even a page
// with a strict policy allows.
export const style = `
:host {
  all: initial;
  --edge: max(20px, env(safe-area-inset-right));
  position: fixed;
  z-index: 2147483000;
  bottom: max(20px, env(safe-area-inset-bottom));
  right: var(--edge);
  color-scheme: light dark;
}
:host([data-side="left"]) {
  right: auto;
  left: var(--edge);
}
button {
  position: relative;
  display: flex;
  align-items: center;
  gap: 10px;
  box-sizing: border-box;
  min-width: 56px;
  height: 56px;
  margin: 0;
  padding: 0 14px;
  border: 0;
  border-radius: 28px;
  background: var(--accent, #14614f);
  color: var(--on, #fff);
  font: 600 15px/1 ui-sans-serif, system-ui, sans-serif;
  cursor: pointer;
  box-shadow: 0 6px 20px rgb(0 0 0 / 22%), 0 1px 4px rgb(0 0 0 / 18%);
  transition: transform 0.16s;
}
button:hover {
  transform: scale(1.04);
}
button:focus-visible {
  outline: 3px solid var(--accent, #14614f);
  outline-offset: 3px;
  box-shadow: 0 0 0 3px #fff;
}
svg {
  flex: none;
  width: 28px;
  height: 28px;
}
.bubble {
  fill: currentcolor;
}
.cross {
  fill: none;
  stroke: currentcolor;
  stroke-width: 2.75;
  stroke-linecap: round;
  stroke-linejoin: round;
  display: none;
}
:host([open]) .bubble {
  display: none;
}
:host([open]) .cross {
  display: block;
}
span {
  padding-inline-end: 6px;
}
i {
  position: absolute;
  inset: 0 0 auto auto;
  width: 12px;
  height: 12px;
  border: 2px solid #fff;
  border-radius: 50%;
  background: #c8261b;
}
[hidden] {
  display: none;
}
iframe {
  position: absolute;
  bottom: 72px;
  right: 0;
  width: min(400px, calc(100vw - 40px));
  height: min(680px, calc(100dvh - 112px));
  border: 0;
  border-radius: 18px;
  background: Canvas;
  box-shadow: 0 16px 56px rgb(0 0 0 / 26%), 0 0 0 1px rgb(0 0 0 / 8%);
  transform-origin: bottom right;
  transition: opacity 0.16s, transform 0.22s cubic-bezier(0.2, 0.8, 0.2, 1), visibility 0s;
}
:host([data-side="left"]) iframe {
  right: auto;
  left: 0;
  transform-origin: bottom left;
}
:host(:not([open])) iframe {
  opacity: 0;
  visibility: hidden;
  transform: translateY(12px) scale(0.96);
  transition-delay: 0s, 0s, 0.22s;
}
@media (max-width: 480px), (max-height: 480px) {
  iframe {
    position: fixed;
    inset: 0 !important;
    width: 100%;
    height: 100%;
    border-radius: 0;
  }
  :host([open]) button {
    display: none;
  }
}
@media (prefers-reduced-motion: reduce) {
  button,
  iframe {
    transition: none !important;
  }
}
@media (forced-colors: active) {
  button,
  iframe {
    border: 2px solid ButtonText;
  }
}
@media print {
  :host {
    display: none;
  }
}
`;
