/* What the machines of HLS hear and say beside bytes: facts that C worked out, events. Ragel, the generator and the
 * program read this one list. Words: when it was got | when it is expected. */
#ifndef PARLEY_HLS_SYMBOLS_H
#define PARLEY_HLS_SYMBOLS_H

/* Lines: what a name means, and where reading goes on after a fault */
#define TAG_ALONE                     256 /* a tag without a value | a tag of the standard */
#define TAG_LIST                      257 /* a tag with attributes | - */
#define TAG_VERSION                   258 /* the tag EXT-X-VERSION | - */
#define TAG_TARGET                    259 /* the tag EXT-X-TARGETDURATION | - */
#define TAG_SEQUENCE                  260 /* the tag EXT-X-MEDIA-SEQUENCE | - */
#define TAG_DISCONTINUITIES           261 /* the tag EXT-X-DISCONTINUITY-SEQUENCE | - */
#define TAG_TYPE                      262 /* the tag EXT-X-PLAYLIST-TYPE | - */
#define TAG_BITRATE                   263 /* the tag EXT-X-BITRATE | - */
#define TAG_DURATION                  264 /* the tag EXTINF | - */
#define TAG_RANGE                     265 /* the tag EXT-X-BYTERANGE | - */
#define TAG_DATE                      266 /* the tag EXT-X-PROGRAM-DATE-TIME | - */
#define TAG_UNKNOWN                   267 /* a tag that is not known | - */
#define TAG_SMALL                     268 /* a tag in small letters | - */
#define TAG_COMMENT                   269 /* a comment | a comment */
#define RESUME_REST                   270 /* the rest of a line with a fault | - */
#define RESUME_LINE                   271 /* a line after a fault | - */
#define TEXT_END                      272 /* the end of the playlist | - | end of response */

/* Attributes: the type of the value that follows */
#define VALUE_INTEGER                 273 /* a decimal integer | - */
#define VALUE_HEXADECIMAL             274 /* a hexadecimal value | - */
#define VALUE_DECIMAL                 275 /* a decimal number | - */
#define VALUE_SIGNED                  276 /* a decimal number with or without a sign | - */
#define VALUE_DURATION                277 /* a duration | - */
#define VALUE_STRING                  278 /* a string | - */
#define VALUE_TEXT                    279 /* a string that may be empty | - */
#define VALUE_KEYWORD                 280 /* a keyword | - */
#define VALUE_RESOLUTION              281 /* a resolution | - */
#define VALUE_RANGE                   282 /* a byte range with offset | - */
#define VALUE_PART_RANGE              283 /* a byte range | - */
#define VALUE_STRING_OR_NONE          284 /* a string, or NONE | - */
#define VALUE_CUE                     285 /* a list of cues | - */
#define VALUE_RELATIVE                286 /* a relative URI | - */
#define VALUE_ANY                     287 /* a value of any type | an attribute that the tag has */
#define VALUE_UNKNOWN                 288 /* an attribute that the tag does not have | - */
#define RESUME_LIST                   289 /* the rest of an attribute with a fault | - */
#define RESUME_QUOTED                 290 /* the rest of a string with a fault | - */
#define LIST_END                      291 /* the end of the line | the end of the line */

/* Keywords: the attribute whose value follows */
#define WORD_METHOD                   292 /* a method of encryption | - */
#define WORD_MEDIA_TYPE               294 /* a type of renditions | - */
#define WORD_HINT_TYPE                295 /* a type of hints | - */
#define WORD_YES                      296 /* YES | - */
#define WORD_YES_NO                   297 /* YES or NO | - */
#define WORD_HDCP                     298 /* a level of HDCP | - */
#define WORD_VIDEO_RANGE              299 /* a range of brightness | - */
#define WORD_FORMAT                   300 /* a format of session data | - */
#define KEYWORD_END                   301 /* the end of the keyword | the end of the keyword */

/* The order of lines */
#define LINE_VERSION                  302 /* EXT-X-VERSION | - */
#define LINE_MEDIA_SEQUENCE           303 /* EXT-X-MEDIA-SEQUENCE | - */
#define LINE_DISCONTINUITY_SEQUENCE   304 /* EXT-X-DISCONTINUITY-SEQUENCE | - */
#define LINE_DISCONTINUITY            305 /* EXT-X-DISCONTINUITY | - */
#define LINE_DURATION                 306 /* EXTINF */
#define LINE_SKIP                     307 /* EXT-X-SKIP | - */
#define LINE_MEDIA                    308 /* a tag of a media playlist */
#define LINE_VARIANT                  309 /* EXT-X-STREAM-INF */
#define LINE_STEERING                 310 /* EXT-X-CONTENT-STEERING | - */
#define LINE_MULTIVARIANT             311 /* a tag of a multivariant playlist */
#define LINE_URI                      312 /* a URI */
#define LINE_OTHER                    313 /* another line | another line */
#define LINES_END                     314 /* the end of the playlist */

/* One tag: Q_ is a question, the others are answers */
#define Q_ATTRIBUTE                   315 /* an attribute */
#define ATTRIBUTE_NEW                 316 /* an attribute that the tag does not have yet */
#define ATTRIBUTE_AGAIN               317 /* an attribute that the tag has already */
#define Q_INTEGER                     318 /* an integer */
#define INTEGER_FITS                  319 /* an integer below 2 to the power of 64 */
#define INTEGER_LARGE                 320 /* an integer that is too large */
#define Q_SOURCE                      321 /* where a variable comes from */
#define SOURCE_ONE                    322 /* one of NAME, IMPORT and QUERYPARAM */
#define SOURCE_NONE                   323 /* none of NAME, IMPORT and QUERYPARAM */
#define SOURCE_TWO                    324 /* two of NAME, IMPORT and QUERYPARAM */
#define Q_VALUE                       325 /* the value of a variable */
#define VALUE_THERE                   326 /* VALUE */
#define VARIABLE_NO_VALUE             327 /* the end of the tag without VALUE */
#define Q_METHOD                      328 /* the method of a key */
#define METHOD_THERE                  329 /* METHOD */
#define KEY_NO_METHOD                 330 /* the end of the tag without METHOD */
#define Q_ANNOUNCED                   293 /* the method of a key that is announced */
#define ANNOUNCED_ENCRYPTS            617 /* a method that encrypts */
#define ANNOUNCED_NONE                618 /* NONE */
#define Q_NONE                        331 /* what METHOD=NONE has beside it */
#define NONE_ALONE                    332 /* no other attribute */
#define NONE_WITH_OTHERS              333 /* another attribute */
#define Q_URI                         334 /* the URI of a tag */
#define URI_THERE                     335 /* URI */
#define KEY_NO_URI                    336 /* the end of the key without URI */
#define MAP_NO_URI                    337 /* the end of EXT-X-MAP without URI */
#define SUBTITLES_NO_URI              338 /* the end of subtitles without URI */
#define I_FRAMES_NO_URI               339 /* the end of the variant without URI */
#define PART_NO_URI                   340 /* the end of the part without URI */
#define HINT_NO_URI                   341 /* the end of the hint without URI */
#define REPORT_NO_URI                 342 /* the end of the report without URI */
#define Q_IV                          343 /* the IV of a key */
#define IV_RIGHT                      344 /* an IV of up to 32 digits, where the method takes one */
#define IV_FORBIDDEN                  345 /* an IV for a method that has none */
#define IV_LONG                       346 /* an IV of {n} digits */
#define Q_ID                          347 /* the id of a tag */
#define ID_THERE                      348 /* ID */
#define DATE_RANGE_NO_ID              349 /* the end of the date range without ID */
#define Q_NEXT                        350 /* what END-ON-NEXT has beside it */
#define NEXT_RIGHT                    351 /* CLASS, and no end */
#define NEXT_NO_CLASS                 352 /* no CLASS */
#define NEXT_WITH_END                 353 /* another end of the date range */
#define Q_OFFSET                      354 /* the offset of a start */
#define OFFSET_THERE                  355 /* TIME-OFFSET */
#define START_NO_OFFSET               356 /* the end of EXT-X-START without TIME-OFFSET */
#define Q_TYPE                        357 /* the type of a tag */
#define TYPE_THERE                    358 /* TYPE */
#define MEDIA_NO_TYPE                 359 /* the end of the rendition without TYPE */
#define HINT_NO_TYPE                  360 /* the end of the hint without TYPE */
#define Q_GROUP                       361 /* the group of a rendition */
#define GROUP_THERE                   362 /* GROUP-ID */
#define MEDIA_NO_GROUP                363 /* the end of the rendition without GROUP-ID */
#define Q_NAME                        364 /* the name of a rendition */
#define NAME_THERE                    365 /* NAME */
#define MEDIA_NO_NAME                 366 /* the end of the rendition without NAME */
#define Q_CAPTIONS                    367 /* what closed captions have */
#define CAPTIONS_RIGHT                368 /* no URI, and INSTREAM-ID with CC1 to CC4 or SERVICE1 to SERVICE63 */
#define CAPTIONS_WITH_URI             369 /* URI */
#define CAPTIONS_NO_CHANNEL           370 /* the end of the captions without INSTREAM-ID */
#define CAPTIONS_CHANNEL              371 /* another channel */
#define Q_RENDITION                   372 /* what belongs to some types of renditions */
#define RENDITION_RIGHT               373 /* an attribute of this type */
#define DEFAULT_NOT_SELECTED          374 /* AUTOSELECT=NO of the default */
#define FORCED_ELSEWHERE              375 /* FORCED of another type than SUBTITLES */
#define AUDIO_ELSEWHERE               376 /* an attribute of audio */
#define Q_VARIANT                     377 /* what a variant has */
#define BANDWIDTH_THERE               378 /* BANDWIDTH */
#define VARIANT_NO_BANDWIDTH          379 /* the end of the variant without BANDWIDTH */
#define I_FRAMES_NO_BANDWIDTH         380 /* the end of the variant of I-frames without BANDWIDTH */
#define Q_CODECS                      381 /* the codecs of a variant */
#define CODECS_THERE                  382 /* CODECS */
#define VARIANT_NO_CODECS             383 /* the end of the variant without CODECS */
#define Q_DATA_ID                     384 /* the id of session data */
#define DATA_ID_THERE                 385 /* DATA-ID */
#define SESSION_DATA_NO_ID            386 /* the end of session data without DATA-ID */
#define Q_DATA                        387 /* where session data are */
#define DATA_ONE                      388 /* one of VALUE and URI */
#define DATA_NONE                     389 /* none of VALUE and URI */
#define DATA_TWO                      390 /* both VALUE and URI */
#define Q_SERVER                      391 /* who steers */
#define SERVER_THERE                  392 /* SERVER-URI */
#define STEERING_NO_SERVER            393 /* the end of the tag without SERVER-URI */
#define Q_PART_TARGET                 394 /* the part target */
#define PART_TARGET_THERE             395 /* PART-TARGET */
#define PARTS_NO_TARGET               396 /* the end of the tag without PART-TARGET */
#define Q_PART_DURATION               397 /* the duration of a part */
#define PART_DURATION_THERE           398 /* DURATION */
#define PART_NO_DURATION              399 /* the end of the part without DURATION */
#define Q_SKIPPING                    400 /* what may be skipped */
#define SKIPPING_RIGHT                401 /* CAN-SKIP-UNTIL */
#define SKIPS_DATES_ONLY              402 /* CAN-SKIP-DATERANGES without CAN-SKIP-UNTIL */
#define Q_SKIPPED                     403 /* how much is skipped */
#define SKIPPED_THERE                 404 /* SKIPPED-SEGMENTS */
#define SKIP_NO_COUNT                 405 /* the end of the tag without SKIPPED-SEGMENTS */

/* One playlist */
#define Q_GATE                        406 /* the version that something needs */
#define GATE_OPEN                     407 /* the version that it needs, or a higher one */
#define GATE_KEY_IV                   408 /* IV in version {n} */
#define GATE_DECIMAL_DURATION         409 /* a duration with a fraction in version {n} */
#define GATE_BYTE_RANGE               410 /* EXT-X-BYTERANGE in version {n} */
#define GATE_I_FRAMES                 411 /* EXT-X-I-FRAMES-ONLY in version {n} */
#define GATE_KEY_FORMAT               412 /* KEYFORMAT in version {n} */
#define GATE_SAMPLES                  413 /* encryption of samples in version {n} */
#define GATE_MAP_I_FRAMES             414 /* EXT-X-MAP for I-frames in version {n} */
#define GATE_MAP                      415 /* EXT-X-MAP in version {n} */
#define GATE_CAPTIONS                 416 /* a SERVICE channel in version {n} */
#define GATE_VARIABLES                417 /* EXT-X-DEFINE in version {n} */
#define GATE_SKIP                     418 /* EXT-X-SKIP in version {n} */
#define GATE_SKIP_DATES               419 /* skipped date ranges in version {n} */
#define GATE_QUERY                    420 /* QUERYPARAM in version {n} */
#define GATE_REQUIRED                 421 /* a REQ- attribute in version {n} */
#define GATE_CHANNEL                  422 /* INSTREAM-ID beyond captions in version {n} */
#define Q_NEED                        423 /* what needs the version */
#define NEED_THERE                    424 /* something that needs the version */
#define NEED_LOWER                    425 /* version {n} and nothing that needs it */
#define Q_VARIABLE                    426 /* a variable */
#define VARIABLE_RIGHT                427 /* a variable that is defined above, once */
#define VARIABLE_UNDEFINED            428 /* a variable that is not defined above */
#define VARIABLE_AGAIN                429 /* a variable that is defined already */
#define VARIABLE_IMPORTED             430 /* IMPORT in a multivariant playlist */
#define Q_TARGET                      431 /* the target duration */
#define TARGET_RIGHT                  432 /* a target duration of 1 or more */
#define TARGET_MISSING                433 /* the end of a media playlist without EXT-X-TARGETDURATION */
#define TARGET_ZERO                   434 /* 0 */
#define Q_FIT                         435 /* a segment beside the target duration */
#define FIT_RIGHT                     436 /* a duration that rounds to the target duration at most */
#define FIT_EXCEEDED                  437 /* a segment of {n} ms */
#define Q_ONCE                        438 /* a tag that stands in a playlist once */
#define ONCE_RIGHT                    439 /* a tag that is not there yet */
#define MEDIA_TAG_AGAIN               440 /* a tag about the media playlist that is there already */
#define BOTH_TAG_AGAIN                441 /* a tag about the playlist that is there already */
#define Q_SEGMENTS                    442 /* the segments of a media playlist */
#define SEGMENTS_THERE                443 /* a segment */
#define SEGMENTS_NONE                 444 /* no segment */
#define Q_I_FRAMES                    445 /* a playlist of I-frames */
#define I_FRAMES_RIGHT                446 /* EXT-X-MAP, and no parts */
#define I_FRAMES_NO_MAP               447 /* no EXT-X-MAP */
#define I_FRAMES_PARTS                448 /* a part */
#define Q_RANGE                       449 /* where a byte range begins */
#define RANGE_RIGHT                   450 /* an offset, or a range of the same resource before it */
#define RANGE_NOTHING_BEFORE          451 /* no offset, and no range of the same resource before it */
#define RANGE_NO_PART_BEFORE          452 /* no offset, and no part of the same segment and resource before it */
#define Q_MAP_KEY                     453 /* the key of an initialization section */
#define MAP_KEY_RIGHT                 454 /* IV in the key */
#define MAP_KEY_NO_IV                 455 /* a key without IV */
#define Q_DATE_RANGE                  456 /* a date range */
#define DATE_RANGE_RIGHT              457 /* a start, and an end that fits it and the tags above */
#define DATE_RANGE_NO_START           458 /* no START-DATE here or above */
#define DATE_RANGE_BACKWARDS          459 /* an end before the start */
#define DATE_RANGE_ENDS_DIFFER        460 /* an end that is not start and duration */
#define DATE_RANGE_DIFFERS            461 /* another value than in the tag above */
#define Q_DATES                       462 /* the dates of segments */
#define DATES_THERE                   463 /* EXT-X-PROGRAM-DATE-TIME */
#define DATES_MISSING                 464 /* date ranges without any EXT-X-PROGRAM-DATE-TIME */
#define Q_START                       465 /* where to start */
#define START_RIGHT                   466 /* an offset within the playlist, and not near a live end */
#define START_OUTSIDE                 467 /* an offset {n} ms beyond the playlist */
#define START_NEAR_END                468 /* an offset {n} ms from the live end */
#define Q_GROUPS                      469 /* the renditions of a group */
#define GROUPS_RIGHT                  470 /* renditions with names of their own, one default, and the same in each group */
#define NAME_AGAIN                    471 /* a name that the group has already */
#define DEFAULT_AGAIN                 472 /* a second default */
#define GROUPS_DIFFER                 473 /* other renditions than in another group */
#define Q_VARIANTS                    474 /* what variants have in common */
#define VARIANTS_RIGHT                475 /* groups that are there; captions and scores in all or in none */
#define GROUP_UNKNOWN                 476 /* a group that is not there */
#define CAPTIONS_MIXED                477 /* CLOSED-CAPTIONS=NONE in some variants only */
#define SCORES_MIXED                  478 /* SCORE in some variants only */
#define Q_DOUBLE                      479 /* session data and keys */
#define DOUBLE_RIGHT                  480 /* data and keys that are not there yet */
#define SESSION_DATA_AGAIN            481 /* session data that are there already */
#define SESSION_KEY_AGAIN             482 /* a session key that is there already */
#define Q_PATHWAY                     483 /* the first pathway */
#define PATHWAY_RIGHT                 484 /* a pathway of some variant */
#define PATHWAY_UNKNOWN               485 /* a pathway that no variant has */
#define Q_PARTS                       486 /* the parts of a playlist */
#define PARTS_RIGHT                   487 /* EXT-X-PART-INF */
#define PARTS_UNANNOUNCED             488 /* a part without EXT-X-PART-INF */
#define Q_PART                        489 /* a part beside the part target */
#define PART_RIGHT                    490 /* a duration between 85 percent of the part target and all of it */
#define PART_LONG                     491 /* a part of {n} ms */
#define PART_SHORT                    492 /* a part of only {n} ms */
#define Q_PART_PLACE                  493 /* where parts stand */
#define PART_PLACE_RIGHT              494 /* tags of a segment before its parts; parts near the end */
#define TAG_AFTER_PART                495 /* a tag of the segment behind its first part */
#define PARTS_OLD                     496 /* a part {n} ms from the end */
#define Q_HOLD                        497 /* the distance for parts */
#define HOLD_THERE                    498 /* PART-HOLD-BACK */
#define PART_HOLD_MISSING             499 /* EXT-X-PART-INF without PART-HOLD-BACK */
#define Q_CONTROL                     500 /* the distances that the server asks for */
#define CONTROL_RIGHT                 501 /* a distance that is large enough */
#define PART_HOLD_TOO_SMALL           502 /* a PART-HOLD-BACK of {n} ms */
#define PART_HOLD_SMALL               503 /* a PART-HOLD-BACK of {n} ms, more than two part targets */
#define HOLD_TOO_SMALL                504 /* a HOLD-BACK of {n} ms */
#define SKIP_TOO_SMALL                505 /* a CAN-SKIP-UNTIL of {n} ms */
#define Q_HINT                        506 /* a hint */
#define HINT_RIGHT                    507 /* one hint of each type while the playlist goes on */
#define HINT_AGAIN                    508 /* a second hint of the type */
#define HINT_AFTER_END                509 /* a hint in a playlist that has ended */

/* Several playlists, and the requests for them */
#define Q_LABEL                       510 /* how a playlist is labelled */
#define LABEL_RIGHT                   511 /* a type or a path of playlists */
#define LABEL_WRONG                   512 /* another type and another path */
#define Q_COMPRESSED                  513 /* how a playlist is sent */
#define COMPRESSED_RIGHT              514 /* gzip */
#define COMPRESSED_NOT                515 /* no compression */
#define Q_RATE                        516 /* a bit rate */
#define RATE_RIGHT                    517 /* the bit rate that was stated */
#define RATE_SEGMENT                  518 /* a segment of {n} kbit/s */
#define RATE_VARIANT                  519 /* segments of {n} kbit/s */
#define Q_I_FRAME_LIST                520 /* what a variant of I-frames leads to */
#define I_FRAME_LIST_RIGHT            521 /* EXT-X-I-FRAMES-ONLY */
#define I_FRAME_LIST_PLAIN            522 /* a playlist of whole segments */
#define Q_KEYS                        523 /* a key announced and used */
#define KEYS_AGREE                    524 /* the attributes that were announced */
#define KEYS_DIFFER                   525 /* other attributes */
#define Q_SEQUENCE                    526 /* the media sequence number of the next version | the media sequence number of the next version | media sequence */
#define SEQUENCE_RIGHT                527 /* a number that has grown by what was removed */
#define SEQUENCE_DECREASED            528 /* {n} */
#define SEQUENCE_MISCOUNTED           529 /* {n} segment{s} counted as removed */
#define SEQUENCE_ABSENT               530 /* no media sequence number */
#define Q_SEGMENT                     531 /* a segment in the next version */
#define SEGMENT_RIGHT                 532 /* the segment that had this number before, or a new one at the end */
#define SEGMENT_CHANGED               533 /* another segment under number {n} */
#define SEGMENT_INSERTED              534 /* a new segment {n} between old ones */
#define SEGMENT_TAKEN                 535 /* segment {n} taken out of the middle */
#define Q_LENGTH                      536 /* the length of a live playlist */
#define LENGTH_RIGHT                  537 /* three target durations or more */
#define LENGTH_SHORT                  538 /* {n} ms */
#define Q_DISCONTINUITIES             539 /* the discontinuity sequence number of the next version */
#define DISCONTINUITIES_RIGHT         540 /* a number that has grown by what was removed */
#define DISCONTINUITIES_DECREASED     541 /* {n} */
#define DISCONTINUITIES_MISCOUNTED    542 /* discontinuities counted as removed: {n} */
#define Q_KEEPS                       543 /* what the next version keeps */
#define KEEPS_RIGHT                   544 /* what the playlist promised to keep */
#define KEEPS_NOT_TARGET              545 /* a target duration of {n} s */
#define KEEPS_NOT_VOD                 546 /* a change in a playlist of type VOD */
#define KEEPS_NOT_EVENT               547 /* a change before the end of a playlist of type EVENT */
#define KEEPS_TYPE_AND_REMOVES        548 /* a removal from a playlist with a type */
#define KEEPS_NOT_END                 549 /* a segment behind EXT-X-ENDLIST */
#define KEEPS_NOT_ENDED               550 /* the next version without EXT-X-ENDLIST */
#define KEEPS_NOT_KEY                 551 /* segments without their key */
#define KEEPS_NOT_DATES               552 /* segments without their date range */
#define KEEPS_NOT_ID                  553 /* another date range with the same ID */
#define Q_CHANGE                      554 /* when a live playlist changes */
#define CHANGE_RIGHT                  555 /* a change in time */
#define CHANGE_LATE                   556 /* {n} ms without a new segment */
#define CHANGE_EARLY                  557 /* a change {n} ms after the one before */
#define PARTS_LATE                    558 /* {n} ms without a new part */
#define Q_ALIKE                       559 /* what the playlists of a presentation share */
#define ALIKE_RIGHT                   560 /* the same as in the other playlists */
#define ALIKE_NOT_TARGET              561 /* a target duration of {n} s */
#define ALIKE_NOT_DISCONTINUITY       562 /* discontinuity number {n} */
#define ALIKE_NOT_TYPE                563 /* another type */
#define ALIKE_NOT_DATES               564 /* other dates */
#define ALIKE_NOT_CONTROL             565 /* another EXT-X-SERVER-CONTROL */
#define Q_RELOAD                      566 /* a playlist that is loaded again */
#define RELOAD_RIGHT                  567 /* a load in time of what goes on */
#define RELOAD_EARLY                  568 /* a load {n} ms after the one before */
#define RELOAD_EARLY_UNCHANGED        569 /* a load {n} ms after an unchanged one */
#define RELOAD_AFTER_END              570 /* a load after the end */
#define RELOAD_STOPPED                571 /* no further load */
#define RELOAD_OTHER                  572 /* a load of a playlist that is not played */
#define Q_FETCH                       573 /* what a client fetches */
#define FETCH_RIGHT                   574 /* each segment that is listed, once, in order, with its range */
#define FETCH_UNNAMED                 575 /* what no playlist named */
#define FETCH_NEVER                   576 /* {n} segment{s} never fetched */
#define FETCH_AGAIN                   577 /* a segment again */
#define FETCH_ORDER                   578 /* segment {n} before a lower one */
#define FETCH_GAP                     579 /* a gap */
#define FETCH_RANGE                   580 /* another range */
#define FETCH_SLID                    581 /* {n} segment{s} that came and went */
#define FETCH_OUTRUN                  619 /* {n} segment{s} that came and went while others came slowly */
#define FETCH_LATE                    620 /* a request for what need not be there any more */
#define FETCH_MANY                    582 /* {n} downloads at once */
#define Q_SERVED                      583 /* what a server gives */
#define SERVED_RIGHT                  584 /* the object, whole and at once */
#define SERVED_FAILED                 585 /* status {n} */
#define SERVED_TOO_SOON_GONE          586 /* a refusal of what was removed */
#define SERVED_CUT                    587 /* a part of the object */
#define PART_GONE                     588 /* a refusal of a part that was removed */
#define HINT_REFUSED                  589 /* status {n} for what was hinted */
#define HINT_IN_PIECES                590 /* the last byte {n} ms after the first */
#define Q_OBJECTS                     591 /* the objects of a playback | the objects of a playback | objects */
#define OBJECTS_ONE                   592 /* one response */
#define OBJECTS_MANY                  593 /* {n} responses */
#define Q_DELTA                       594 /* a delta update */
#define DELTA_RIGHT                   595 /* a delta update that was offered and asked for, and fits */
#define DELTA_NOT_ASKED               596 /* a delta update that nobody asked for */
#define DELTA_NOT_OFFERED             597 /* a request to skip that was not offered */
#define DELTA_OLD                     598 /* a request to skip {n} ms after the last load */
#define DELTA_NOT_GIVEN               599 /* a whole playlist for a request to skip */
#define DELTA_GAP                     600 /* a delta update that does not fit */
#define DELTA_NO_DATES                601 /* no list of removed date ranges */
#define Q_PROMISE                     602 /* what was hinted or reported */
#define PROMISE_RIGHT                 603 /* what was said before */
#define HINT_DROPPED                  604 /* another part than was hinted */
#define REPORT_WRONG                  605 /* number {n} of a rendition that is elsewhere */
#define Q_BLOCK                       606 /* a blocking request */
#define BLOCK_RIGHT                   607 /* a request that was offered, and its answer in time */
#define BLOCK_NOT_OFFERED             608 /* a request that was not offered */
#define BLOCK_NOT_KEPT                609 /* an answer without number {n} */
#define BLOCK_NO_SEGMENT              610 /* an answer to a request for a part of no segment */
#define BLOCK_FAR                     611 /* a wait for number {n} */
#define BLOCK_LONG                    612 /* a wait of {n} ms */
#define BLOCK_ENDED                   613 /* a wait for a playlist that has ended */
#define Q_QUERY                       614 /* the parameters of a request */
#define QUERY_SORTED                  615 /* parameters in the order of their bytes */
#define QUERY_UNSORTED                616 /* a parameter that belongs before */

/* Events that the machines report */
#define EV_NAME_BYTE                  1   /* a byte of a tag's name */
#define EV_LIST_BYTE                  2   /* a byte of a list of attributes */
#define EV_URI                        3   /* a URI begins */
#define EV_LINE_END                   4   /* the line is complete */
#define EV_VALUE                      5   /* the value of an attribute begins */
#define EV_WORD_BYTE                  6   /* a byte of a keyword */
#define EV_NEXT                       7   /* the attribute is complete */

#endif
