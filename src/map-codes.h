/* SPDX-License-Identifier: MIT */
/* The registry of table rules: TABLE_RULE(name, number, explanation for `cpdm help Mnnn`). No include guard. A number
 * means the same forever. */

/* The text */
TABLE_RULE(SYNTAX, 1, "The line does not have the form that its place in the file asks for.")
TABLE_RULE(TEXT, 2, "A table is UTF-8 text without control characters.")
TABLE_RULE(
    QUOTE, 3,
    "A quoted text begins and ends on one line, with blanks around it; inside it \\\" stands for a quote and \\\\ "
    "for a backslash.")
TABLE_RULE(
    LIMIT, 4,
    "A table has at most 256 KiB a file, 4,096 rows, 4,096 lines of value lists, 1,024 sections, 1,024 names that "
    "the standard does not have, 64 words a line, 8 segments a path.")
TABLE_RULE(VERSION, 5, "The first line of a table that is not a comment is `cpdm-map 1`.")
TABLE_RULE(
    BLOCK_UNKNOWN, 6,
    "A line at the left margin begins a block: extends, target, values or a section, [TYPE]. The lines of a block "
    "are indented.")
TABLE_RULE(NO_BLOCK, 7, "An indented line belongs to the block above it, and there is none that takes lines.")

/* extends and target */
TABLE_RULE(EXTENDS_PLACE, 8, "An overlay says once, before its other blocks, which table it extends.")
TABLE_RULE(BASE_MISSING, 9, "The table that `extends` names is neither beside the overlay nor built in.")
TABLE_RULE(BASE_CYCLE, 10, "A table extends itself, or extends a table that extends it.")
TABLE_RULE(
    BASE_OTHER, 11,
    "An overlay was loaded over a table that it does not extend, or twice. Its `extends` names the table that it "
    "was written for.")
TABLE_RULE(TARGET_MISSING, 12, "A table has a target block: its name, its title, and how its package looks.")
TABLE_RULE(TARGET_TWICE, 13, "A table has one target block.")
TABLE_RULE(
    TARGET_OTHER, 14,
    "An overlay's target block repeats the name of the table that it extends, without the title. To give the table "
    "another name it says `override target NAME \"title\"`.")
TABLE_RULE(PROPERTY_UNKNOWN, 15, "The properties of a target are a closed list: see mappings/README.")

/* Rows */
TABLE_RULE(OPTION_UNKNOWN, 16, "The options of rows and section heads are closed lists: see mappings/README.")
TABLE_RULE(OPTION_TWICE, 17, "A row or head has each option at most once.")
TABLE_RULE(OPTION_ARGUMENT, 18, "An option's argument is missing or does not have its form.")
TABLE_RULE(ARROW_UNKNOWN, 19,
           "The second column is an arrow: <-> both ways, -> to the tree only, <- to the document only.")
TABLE_RULE(FORMAT_UNKNOWN, 20, "The format of a node is chr, int, bool, bin, xml or null, as in a DDF.")
TABLE_RULE(CARDINALITY_UNKNOWN, 21,
           "The cardinality of a node is 1 (one), ? (zero or one), * (zero or more) or + (one or more), as in a DDF.")
TABLE_RULE(NO_REASON, 22,
           "A parm without a node, -, says why it is lost (loss \"why\") or what it tells (signal NAME).")
TABLE_RULE(REASON_AND_NODE, 23, "A row with a node is neither lost nor a signal.")
TABLE_RULE(
    OPTIONS_EXCLUDE, 24,
    "Two options of a row exclude each other: a value is looked up in one list, or is a reference, or base64, or a "
    "flag, or a digest.")
TABLE_RULE(
    OPTION_UNFIT, 25,
    "An option does not fit the row: base64 needs format bin, flag bool, range int or chr, ref, ref-uri, family and "
    "digest chr; scheme and digest go to the tree only; several needs {#}; setting stands where no parm does; ref-uri "
    "where the parm is a reference; and what speaks of a node's value needs a node.")
TABLE_RULE(NUMBER, 26,
           "A default, or the right column of a value list, is not what its node can hold: an int is a decimal number, "
           "inside the range where the row has one; a bool is true or false.")
TABLE_RULE(
    KEY, 27,
    "A key row says which parm is the node's name: {PARM} stands in the head of the section or of one that encloses "
    "it, and is the row's own parm, or {name}.")
TABLE_RULE(BRACES, 28,
           "{PARM} in a section's node is a parm of the section's characteristic; {type} is the type that its `*` "
           "stands for.")
TABLE_RULE(STAR, 29, "The row of * says for all other parms why they are lost, and nothing else.")
TABLE_RULE(STAR_TWICE, 30, "A section has one row of *.")
TABLE_RULE(ROW_TWICE, 31, "A section has one row for the same parm and the same node.")
TABLE_RULE(ARROW_UNFIT, 54, "A row without a node goes to the tree only: its arrow is ->.")

TABLE_RULE(SETTING_UNKNOWN, 53, "The settings are a closed list: first-session-id.")
TABLE_RULE(
    NAMING, 55,
    "Braces in a section's node hold {PARM}, {PARM values NAME}, {PARM sha256-utf16}, {#} or {type}, and nothing else.")
TABLE_RULE(
    NUMBERED, 56,
    "{#} stands once in a path. A row with it makes many nodes, so its cardinality is * or +, and it counts the parms "
    "that it takes.")
TABLE_RULE(SUPPLIED, 57,
           "A row without a parm, -, makes a leaf that no parm stands behind, and needs a default for its value.")

/* Values */
TABLE_RULE(VALUE_TWICE, 32, "The left column of a value list has each value once.")
TABLE_RULE(
    VALUE_BACK, 33,
    "A row that goes both ways needs a value list that can be read backwards: each value of the right column once.")

/* The way back, and sections */
TABLE_RULE(
    NODE_TWICE, 34,
    "Two rows that go both ways end at one node, and neither the condition of their sections nor the reference they "
    "hold tells them apart; or a condition has several values, and neither a name nor a row tells which one it was: "
    "the table could not be read backwards.")
TABLE_RULE(SECTION_ORPHAN, 35, "A section's path continues the node of a section above it, and there is none.")
TABLE_RULE(ROOT_RELATIVE, 36, "The node of a section for a characteristic at the root begins with ./")
TABLE_RULE(SECTION_TWICE, 37, "There is one section for the same characteristic under the same condition.")
TABLE_RULE(WHEN_TWICE, 38, "A value stands in one condition only, or the sections' order would decide.")
TABLE_RULE(PATH_SEGMENT, 39,
           "A path is names with / between them: none of them empty, . or .., no ? in them, braces only around a whole "
           "name.")
TABLE_RULE(VALUES_UNUSED, 40, "No row uses the value list.")
TABLE_RULE(NAME_CASE, 41,
           "A name differs from one of the standard only in its letters' case. CP names are case sensitive.")
TABLE_RULE(VALUES_UNKNOWN, 42, "The table has no value list of this name.")
TABLE_RULE(TYPE_UNKNOWN, 43, "The table has no section for the type that a row refers to.")
TABLE_RULE(PROPERTY_TWICE, 44, "A target has each property once.")
TABLE_RULE(VALUES_TWICE, 45, "A table has one value list of a name.")
TABLE_RULE(PROPERTY_MISSING, 46, "A target says syncml, verproto and command: without them no package can be written.")
TABLE_RULE(PROPERTY_VALUE, 47, "The property does not have this value.")
TABLE_RULE(UNREACHABLE, 48,
           "No document can have this characteristic or parm at this place, so the row or section never works.")
TABLE_RULE(
    DEEP_ROW, 49,
    "PARM/PARM in a row is short for a section without a head of its own. Where the section is written, its rows "
    "belong there, and it stands above those that are nested in it.")
TABLE_RULE(NODE_IN_NONE, 50, "A section with the node `none` makes no node, so its rows have nowhere to go.")
TABLE_RULE(SIGNAL_UNKNOWN, 51, "The signals are a closed list: start-session.")
TABLE_RULE(FAR, 52, "warn-unless-equal climbs above the root of the document.")

TABLE_RULE(
    MO_TYPE, 58,
    "type says which management object begins at the section's node, so the section needs a node of its own: not "
    "`same node`, not `none`.")
TABLE_RULE(ON_REQUEST, 59,
           "on-request stands on sections of [APPLICATION]: what a caller can ask for is an application, by its APPID.")

/* Overlays */
TABLE_RULE(EDIT_PLACE, 60, "override and remove change the table that an overlay extends; this one extends nothing.")
TABLE_RULE(EDIT_NOTHING, 61, "What is to be replaced or removed is not in the table that the overlay extends.")
TABLE_RULE(EDIT_AMBIGUOUS, 62, "What is to be removed fits several: say the node too.")
TABLE_RULE(
    EDIT_CONFLICT, 63,
    "Two overlays change or add the same thing. The order in which they are loaded never decides, so one of them "
    "must give way.")
TABLE_RULE(EDIT_NEEDED, 64, "It is in the table that the overlay extends already: say override to replace it.")
TABLE_RULE(
    SECTION_MOVED, 65,
    "An overlay's section repeats the head of the section that it adds to. To give a characteristic another node, "
    "remove the section first: `remove [TYPE]`.")
