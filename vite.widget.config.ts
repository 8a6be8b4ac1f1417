import { defineConfig } from 'vite'

/** The web chat's client: one classic script, everything in it, for pages of any kind. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: 'dist/widget',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    lib: {
      entry: 'src/widget/main.ts',
      formats: ['iife'],
      name: 'CandorWidget',
      fileName: () => 'widget.js',
    },
  },
})
