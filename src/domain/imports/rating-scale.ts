/** The scales that lists use, each named by its highest rating. Ratings are converted to a scale of ten. */
export const RATING_SCALES = [5, 10, 100] as const;
export type RatingScale = (typeof RATING_SCALES)[number];

/**
 * Who decided the scale of a column. `column`: the name of the column, or the site that the list comes from. `values`:
 * the values in the column. `assumption`: nothing decides, so the more likely scale is assumed.
 */
export const SCALE_DECIDERS = ['sender', 'column', 'values', 'assumption'] as const;
export type ScaleDecider = (typeof SCALE_DECIDERS)[number];

export type DecidedScale = { readonly scale: RatingScale; readonly decidedBy: ScaleDecider };

/** If a column has this many ratings, and none is above five, the scale of five is more likely than that of ten. */
const ENOUGH_RATINGS = 10;

/** Counts the ratings of a column that show its scale, in constant memory. */
export class RatingTally {
  private ratings = 0;
  private fractions = 0;
  private aboveFive = 0;
  private aboveTen = 0;

  /** `rating`: above 0, as written. */
  add(rating: number): void {
    this.ratings += 1;
    if (rating > 10) this.aboveTen += 1;
    else if (rating > 5) this.aboveFive += 1;
    if (rating <= 5 && !Number.isInteger(rating)) this.fractions += 1;
  }

  /** The scale, after all ratings of the column were added. @returns `undefined` for a column without ratings */
  decide({ told, known }: { told?: RatingScale; known?: RatingScale }): DecidedScale | undefined {
    if (this.ratings === 0) return undefined;
    if (told !== undefined) return { scale: told, decidedBy: 'sender' };
    if (known !== undefined) return { scale: known, decidedBy: 'column' };
    // A few ratings above ten among many others are mistakes.
    if (this.aboveTen > this.ratings - this.aboveTen) return { scale: 100, decidedBy: 'values' };
    if (this.aboveFive > 0) return { scale: 10, decidedBy: 'values' };
    if (this.fractions > 0) return { scale: 5, decidedBy: 'values' };
    return { scale: this.ratings >= ENOUGH_RATINGS ? 5 : 10, decidedBy: 'assumption' };
  }
}

/** The rating out of ten, 1 to 10. `rating`: above 0. @returns `undefined` for a rating that the scale does not have */
export function outOfTen(rating: number, scale: RatingScale): number | undefined {
  return rating > 0 && rating <= scale ? Math.max(1, Math.round((rating * 10) / scale)) : undefined;
}
