import { inject } from 'inversify';
import { controller } from 'inversify-express-utils';
import { ChangeShelf } from '../../../application/shelf/change-shelf.ts';
import { ExportShelf } from '../../../application/shelf/export-shelf.ts';
import { GetShelfStats } from '../../../application/shelf/get-shelf-stats.ts';
import { ListShelfChanges } from '../../../application/shelf/list-shelf-changes.ts';
import type { ShelfFileFormat } from '../../../application/shelf/ports/shelf-files.ts';
import { given } from '../../../domain/shared/given.ts';
import { route } from '../routing/route-decorator.ts';
import type { AnswerOf, InputOf } from '../routing/route.ts';
import { toChangesView, toOutcomeView } from './favorite.view.ts';
import { changeShelfRoute, exportShelfRoute, listChangesRoute, shelfStatsRoute } from './shelf.routes.ts';

const FILES: Readonly<Record<ShelfFileFormat, { name: string; contentType: string }>> = {
  json: { name: 'kinopolka-shelf.json', contentType: 'application/json' },
  csv: { name: 'kinopolka-shelf.csv', contentType: 'text/csv' },
  letterboxd: { name: 'kinopolka-letterboxd.csv', contentType: 'text/csv' },
};

/** Operations on the whole shelf. */
@controller('/')
export class ShelfController {
  constructor(
    @inject(ChangeShelf) private readonly changeShelf: ChangeShelf,
    @inject(ListShelfChanges) private readonly listShelfChanges: ListShelfChanges,
    @inject(ExportShelf) private readonly exportShelf: ExportShelf,
    @inject(GetShelfStats) private readonly getShelfStats: GetShelfStats,
  ) {}

  @route(changeShelfRoute)
  async change({ actor, client, body }: InputOf<typeof changeShelfRoute>): Promise<AnswerOf<typeof changeShelfRoute>> {
    const { add = [], remove = [] } = body;
    const outcomes = await this.changeShelf.execute(actor, { add, remove, client });
    return { status: 200, body: outcomes.map(toOutcomeView) };
  }

  @route(listChangesRoute)
  async changes({ actor, query }: InputOf<typeof listChangesRoute>): Promise<AnswerOf<typeof listChangesRoute>> {
    return { status: 200, body: toChangesView(await this.listShelfChanges.execute(actor, given(query))) };
  }

  @route(shelfStatsRoute)
  async stats({ actor }: InputOf<typeof shelfStatsRoute>): Promise<AnswerOf<typeof shelfStatsRoute>> {
    const { films, watched, rated, averageRating, byGenre, byDecade } = await this.getShelfStats.execute(actor);
    return {
      status: 200,
      body: {
        films,
        watched,
        rated,
        average_rating: averageRating,
        by_genre: [...byGenre],
        by_decade: [...byDecade],
      },
    };
  }

  @route(exportShelfRoute)
  async export({
    actor,
    query: { format, part },
    addressOf,
  }: InputOf<typeof exportShelfRoute>): Promise<AnswerOf<typeof exportShelfRoute>> {
    const { name, contentType } = FILES[format];
    const { pieces, hasMore } = await this.exportShelf.execute(actor, { format, ...given({ part }) });
    const isTooLarge = hasMore && part === undefined;
    const numbered = part === undefined ? '' : `-${part}`;
    const suffix = isTooLarge ? '-over-1-MB' : numbered;
    const address = addressOf(`${exportShelfRoute.path}?format=${format}&part=${(part ?? 0) + 1}`);
    return {
      status: 200,
      headers: {
        'Content-Disposition': `attachment; filename="${name.replace(/(?=\.)/, suffix)}"`,
        ...(hasMore && { Link: `<${address}>; rel="${isTooLarge ? 'first' : 'next'}"` }),
      },
      text: { contentType, pieces },
    };
  }
}
