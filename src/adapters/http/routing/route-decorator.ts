import 'reflect-metadata';
import type { Request, Response } from 'express';
import { httpDelete, httpGet, httpPatch, httpPost, httpPut } from 'inversify-express-utils';
import type { OperationDependencies } from './exchange.ts';
import { runOperation } from './operation.ts';
import type { AnswerOf, AnyAnswer, AnyInput, InputOf, RouteDeclaration } from './route.ts';
import { expressPath, pathsOf } from './route.ts';

const ROUTES = Symbol('routes of a controller');
const DEPENDENCIES = 'operation dependencies';

const METHOD_DECORATORS = { get: httpGet, post: httpPost, put: httpPut, patch: httpPatch, delete: httpDelete } as const;

/** Makes the method the action of a declared route, under its path and all aliases. */
export function route<const R extends RouteDeclaration>(declaration: R) {
  return <Action extends (input: InputOf<R>) => Promise<AnswerOf<R>>>(
    prototype: object,
    name: string,
    descriptor: TypedPropertyDescriptor<Action>,
  ): void => {
    const action = descriptor.value as unknown as (input: AnyInput) => Promise<AnyAnswer>;
    const handler = function (this: unknown, req: Request, res: Response): Promise<void> {
      return runOperation(declaration, (input) => action.call(this, input), {
        req,
        res,
        dependencies: dependenciesOf(req),
      });
    };
    descriptor.value = handler as unknown as Action;
    const decorate = METHOD_DECORATORS[declaration.method];
    for (const path of pathsOf(declaration)) decorate(expressPath(path))(prototype, name, descriptor);
    Reflect.defineMetadata(ROUTES, [...declaredRoutes(prototype.constructor), declaration], prototype.constructor);
  };
}

/** The routes of a controller class, in source order. */
export function declaredRoutes(controller: object): readonly RouteDeclaration[] {
  return (Reflect.getOwnMetadata(ROUTES, controller) as RouteDeclaration[] | undefined) ?? [];
}

/** Decorators run before the application exists, so the dependencies of requests are set on the application later. */
export function setDependencies(app: { locals: Record<string, unknown> }, dependencies: OperationDependencies): void {
  app.locals[DEPENDENCIES] = dependencies;
}

function dependenciesOf(req: Request): OperationDependencies {
  return req.app.locals[DEPENDENCIES] as OperationDependencies;
}
