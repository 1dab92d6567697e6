// Files that the bundler turns into addresses or stylesheets.
declare module '*.css' {
  /** Only where the bundler is told to take style as text. */
  const text: string;
  export default text;
}
declare module '*.svg' {
  const address: string;
  export default address;
}
declare module '*.png' {
  const address: string;
  export default address;
}
declare module '*.woff2' {
  const address: string;
  export default address;
}
declare module '*.wasm' {
  const address: string;
  export default address;
}
/** Of build/detect/detect.wasm, by web/build.mjs. */
declare const DETECTOR_INTEGRITY: string;
