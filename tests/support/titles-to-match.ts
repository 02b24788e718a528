/**
 * Two hundred real titles as people and sites write them, to be matched with the bundled films: `title | original title
 * | year | Kinopoisk id`. Films without an id are not among the bundled ones, but many of them have the same or nearly
 * the same title as a bundled film.
 */
const TABLE = `
Матрица|The Matrix|1999|301
The Matrix||1999|301
Matrix, The||1999|301
Властелин колец: Две крепости||2002|312
The Lord of the Rings: The Two Towers||2002|312
Lord of the Rings - The Two Towers||2002|312
Поймай меня, если сможешь||2002|324
Поймай меня если сможешь||2002|324
Catch Me If You Can||2002|324
Крёстный отец||1972|325
The Godfather||1972|325
Крестный отец / The Godfather||1972|325
Побег из Шоушенка||1994|326
The Shawshank Redemption||1994|326
Shawshank Redemption, The||1994|326
Крёстный отец 2||1974|327
Крестный отец II||1974|327
The Godfather Part II||1974|327
The Godfather: Part 2||1974|327
The Lord of the Rings: The Fellowship of the Ring||2001|328
Список Шиндлера (Schindler's List)||1993|329
Schindler’s List||1993|329
Семь самураев|Seven Samurai|1954|332
Star Wars||1977|333
Звездные войны: Эпизод IV – Новая надежда||1977|333
Мементо||2000|335
Пролетая над гнездом кукушки||1975|336
One Flew Over the Cuckoo's Nest||1975|336
Raiders of the Lost Ark||1981|339
Подозрительные лица||1995|340
Pulp Fiction||1994|342
ПСИХО||1960|344
Psycho||1960|344
Молчание ягнят|The Silence of the Lambs|1991|345
The Silence of the Lambs||1991|345
Хороший, плохой, злой||1966|349
Il buono, il brutto, il cattivo||1966|349
GoodFellas||1990|350
Апокалипсис сегодня||1979|354
Таксист||1976|358
Бойцовский клуб||1999|361
Fight Club||1999|361
Реквием по мечте||2000|367
Унесенные призраками||2001|370
Спасти рядового Райана||1998|371
Se7en||1995|377
Чужой||1979|386
Alien||1979|386
Leon||1994|389
Léon||1994|389
Reservoir Dogs||1991|394
Шестое чувство||1999|395
Сияние||1980|409
The Shining||1980|409
Зелёная миля||1999|435
Green Mile||1999|435
Терминатор 2 - Судный день||1991|444
Terminator 2: Judgment Day||1991|444
Терминатор II: Судный день||1991|444
Forrest Gump||1994|448
Once Upon a Time in America||1984|469
Гладиатор||2000|474
Назад в будущее||1985|476
Back to the Future||1985|476
Back to the Future Part II||1989|5502
Back to the Future: Part 2||1989|5502
Назад в будущее II||1989|5502
Карты, деньги, два ствола|Lock, Stock & Two Smoking Barrels|1998|522
Lock, Stock and Two Smoking Barrels||1998|522
Большой куш|Snatch|2000|526
E.T. the Extra-Terrestrial||1982|544
Одиннадцать друзей Оушена||2001|770
Ocean's Eleven||2001|770
Titanic||1997|2213
Король Лев||1994|2360
The Lion King||1994|2360
Kill Bill: Vol. 1||2003|2717
Kill Bill Vol 1||2003|2717
Пираты Карибского моря: Проклятие Чёрной жемчужины||2003|4374
Home Alone||1990|8124
Мой сосед Тоторо||1988|8221
Бесславные ублюдки|Inglourious Basterds|2009|9691
В бой идут одни "старики"||1973|25108
Брат||1997|41519
Брат 2||2000|41520
Брат II||2000|41520
Экипаж||1979|41982
Экипаж||2016|839818
Иван Васильевич меняет профессию||1973|42664
Операция "Ы" и другие приключения Шурика||1965|42782
Операция Ы и другие приключения Шурика||1965|42782
А зори здесь тихие…||1972|43395
А зори здесь тихие||1972|43395
Солярис||1972|43911
Сталкер||1979|43970
Кавказская пленница или Новые приключения Шурика||1966|44745
Кин-дза-дза||1986|44811
Жил был пес||1982|45319
Золотой теленок||1968|45389
Вам и не снилось||1980|45660
Ну погоди!||1969|46483
12 стульев||1971|46789
Batman Begins||2005|47237
Ходячий замок||2004|49684
Железный человек|Iron Man|2008|61237
Друзья|Friends|1994|77044
Ирония судьбы или С лёгким паром||1975|77331
Собачье сердце||1988|77335
The Departed||2006|81314
Загадочная история Бенджамина Баттона|The Curious Case of Benjamin Button|2008|81555
Twin Peaks||1990|84358
Семнадцать мгновений весны||1973|89540
The Illusionist|Иллюзионист|2006|102198
The Dark Knight||2008|111543
Тёмный рыцарь||2008|111543
The Prestige||2006|195334
No Country for Old Men||2007|195434
Interstellar||2014|258687
Мстители|The Avengers|2012|263531
WALL-E||2008|279102
ВАЛЛ-И||2008|279102
Up||2009|325381
Остров проклятых|Shutter Island|2010|397667
Breaking Bad||2008|404900
Дюна||2021|409424
Начало|Inception|2010|447301
Mad Max: Fury Road||2015|453406
The Wolf of Wall Street||2013|462682
О чем говорят мужчины||2010|468102
1+1||2011|535341
Intouchables||2011|535341
Джанго освобождённый||2012|586397
Легенда № 17||2012|601564
Отель "Гранд Будапешт"||2014|683999
Одержимость|Whiplash|2014|725190
Zootopia||2016|775276
Лёд||2017|900052
Лед||2017|900052
Three Billboards Outside Ebbing, Missouri||2017|944098
Паразиты|Gisaengchung|2019|1043758
Джокер|Joker|2019|1048334
Green Book||2018|1108577
The Gentlemen||2019|1143242
Достать ножи|Knives Out|2019|1188529
Чернобыль|Chernobyl|2019|1227803
Ход королевы|The Queen's Gambit|2020|1253633
Dune: Part Two||2024|4540126
Дюна: Часть вторая||2024|4540126
Oppenheimer||2023|4664634
Слово пацана: Кровь на асфальте||2023|5304403
Оппенгеймер (2023)|||4664634
Матрица: Перезагрузка|The Matrix Reloaded|2003|
The Matrix Resurrections||2021|
Матрица|Matrix|1993|
Крёстный отец 3|The Godfather: Part III|1990|
Солярис|Solaris|2002|
Дюна|Dune|1984|
Dune||2000|
Король Лев|The Lion King|2019|
Психо|Psycho|1998|
Терминатор 3: Восстание машин||2003|
Терминатор: Тёмные судьбы||2019|
12 стульев||1976|
Двенадцать стульев||1962|
Иван Васильевич||1973|
Брат 3||2024|
Мир Дикого Запада|Westworld|1973|
Фарго|Fargo|1996|
Титаник||1953|
Titanic||1996|
The Avengers||1998|
Мстители: Эра Альтрона||2015|
Мстители: Война бесконечности||2018|
Казино Рояль||2006|
Шерлок Холмс: Игра теней||2011|
Гладиатор 2|Gladiator II|2024|
Gladiator||1992|
Аватар||2004|
Начало||2014|
Метро||1997|
Игра||2010|
Иллюзионист|L'illusionniste|2010|
Лёд 2||2020|
Ice Age||2002|
Холоп. Великолепный век||2024|
Мастер и Маргарита||2024|
Ведьмак: Кошмар волка||2021|
Джокер: Безумие на двоих||2024|
Убить Билла 2|Kill Bill: Vol. 2|2004|
Одиннадцать друзей Оушена|Ocean's 11|1960|
Звёздные войны: Эпизод 5 – Империя наносит ответный удар||1980|
Чужие|Aliens|1986|
История игрушек 2|Toy Story 2|1999|
Пираты Карибского моря: Сундук мертвеца||2006|
Гарри Поттер и узник Азкабана||2004|
Собака Баскервилей||1971|
Братья||2009|
Карты, деньги||2004|
Шерлок Холмс||2013|
Scenes from a Marriage||1973|
`;

export type TitleToMatch = {
  readonly title: string;
  readonly originalTitle: string;
  readonly year: string;
  readonly kinopoiskId: number | null;
};

export const titlesToMatch: readonly TitleToMatch[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [title = '', originalTitle = '', year = '', id = ''] = line.split('|');
    return { title, originalTitle, year, kinopoiskId: id === '' ? null : Number(id) };
  });
