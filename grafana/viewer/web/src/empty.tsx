/** Stands in for editors that are left out of the bundle. */
const Nothing = () => null;
export default Nothing;
export {
  Nothing as Editor, Nothing as CodeMirrorEditor, Nothing as loader, Nothing as Block, Nothing as Document, Nothing as Text, Nothing as Value,
  Nothing as Data, Nothing as Range, Nothing as Leaf, Nothing as Inline, Nothing as Mark, Nothing as Plugin,
  Nothing as Point, Nothing as Selection, Nothing as Decoration, Nothing as languages, Nothing as editor, Nothing as KeyCode,
  Nothing as KeyMod, Nothing as initializeFaro, Nothing as faro, Nothing as ReactMonacoEditor, Nothing as SchemaProperties,
};
