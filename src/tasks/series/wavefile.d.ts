/** The build that Node and bundlers read alike; the package's other one has no default export. */
declare module 'wavefile/dist/wavefile.js' {
  import wavefile from 'wavefile';

  export default wavefile;
}
