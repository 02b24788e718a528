import ts from 'typescript';

/** A place where any text can be the key of a property, as `path:line: code`. */
export type DynamicKey = string;

/**
 * Finds every read, write and `in` whose key may be any text. On an object with a prototype that is a fault:
 * `constructor` and `__proto__` name properties that nobody added. A key whose type is a union of literals is safe,
 * unless it has this type because of a type assertion. Arrays, strings and objects with methods for keys (`Map`, `Set`,
 * `Headers`) do not count.
 */
export function dynamicKeysIn(program: ts.Program, isOurs: (path: string) => boolean): DynamicKey[] {
  const checker = program.getTypeChecker();
  const found: DynamicKey[] = [];
  const note = (node: ts.Node): void => {
    const file = node.getSourceFile();
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    found.push(`${file.fileName}:${line + 1}: ${node.getText().split('\n', 1)[0]}`);
  };
  const isAnyText = (key: ts.Expression): boolean =>
    isAsserted(key) || typesOf(checker.getTypeAtLocation(key)).some((type) => (type.flags & ANY_TEXT) !== 0);
  const visit = (node: ts.Node): void => {
    if (ts.isElementAccessExpression(node) && isAnyText(node.argumentExpression)) note(node);
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword && isAnyText(node.left))
      note(node);
    const bound = ts.isBindingElement(node) ? node.propertyName : undefined;
    if (bound && ts.isComputedPropertyName(bound) && isAnyText(bound.expression)) note(bound);
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles()) if (isOurs(file.fileName)) visit(file);
  return found;
}

/** Types that allow any text. A generic `Key extends string` counts as the type that it extends. */
const ANY_TEXT = ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral | ts.TypeFlags.Any | ts.TypeFlags.Unknown;

function typesOf(type: ts.Type): readonly ts.Type[] {
  if (type.isUnion()) return type.types.flatMap(typesOf);
  if ((type.flags & ts.TypeFlags.TypeParameter) === 0) return [type];
  const constraint = type.getConstraint();
  return constraint ? typesOf(constraint) : [type];
}

/** Whether the key is `key as Name`, where nothing checks that it is one of the names. */
function isAsserted(key: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(key) || ts.isNonNullExpression(key)) return isAsserted(key.expression);
  return ts.isAsExpression(key) || ts.isTypeAssertionExpression(key);
}
