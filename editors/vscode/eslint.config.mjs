// Lints of the extension: those of typescript-eslint that need types.
import tseslint from 'typescript-eslint';

export default tseslint.config(
  // Made from schemas, or made to be tested and packed.
  { ignores: ['dist/**', 'bin/**', 'src/compiled.ts', '**/*.mjs'] },
  ...tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    rules: {
      // Numbers are printed as they are.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A row of an arrow function that only acts.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
);
