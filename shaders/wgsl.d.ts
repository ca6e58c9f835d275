/** A shader is imported as its text; the bundler (loader `text`) supplies it. */
declare module '*.wgsl' {
  const source: string;
  export default source;
}
