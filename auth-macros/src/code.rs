//! The number of every mistake. Numbers are stable: one that is no longer used stays free, because
//! people search for them and link to their entries in `docs/errors.md`.

use std::fmt;

macro_rules! codes {
    ($($code:ident = $number:literal,)+) => {
        /// What kind of mistake an error is about.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(crate) enum Code { $($code = $number,)+ }
    };
}

codes! {
    // Authentication and authorization in contradiction.
    RequirementWithoutAuth = 1,
    OpenAndClosed = 2,
    AttributeTwice = 3,
    SchemesDiffer = 4,
    NameListedTwice = 5,
    NameRequiredTwice = 6,
    ImpliedInAny = 7,
    ImpliedInAll = 8,
    EmptyAny = 9,
    EmptyAll = 10,
    NothingRequired = 11,
    NoScheme = 12,
    SchemeListedTwice = 13,
    ScopeWithoutCarrier = 14,
    RealmOfDigest = 15,
    DropsWhatModuleAsks = 16,
    ConditionNotOne = 17,

    // 401, 403 and 404.
    HiddenAuthWithRealm = 20,
    HiddenRequirementWithRealm = 21,
    HiddenWithMessage = 22,
    StatusNumber = 23,
    NothingToHide = 24,
    OptionOfConfiguration = 25,
    OptionOfAnotherAttribute = 26,
    StepUpUnprovable = 27,
    HiddenAuthWithChallenge = 28,
    RedirectWithoutSession = 29,

    // Routes.
    GuardOnOptions = 30,
    OwnerNotInPath = 31,
    GuardOnMain = 32,
    RedirectLosesBody = 33,

    // Spelling.
    UnknownOption = 40,
    NotAnOption = 41,
    NeedsValue = 42,
    WrongValue = 43,
    OptionTwice = 44,
    CommaMissing = 45,
    CommaAlone = 46,
    EqualsOnAttribute = 47,
    UnknownCombinator = 48,
    OptionInsideCombinator = 49,
    NameAsOption = 50,
    NotAName = 51,
    JoinedByOperator = 52,
    LettersBehindQuote = 53,
    ForeignExpression = 54,
    ForeignAttribute = 55,
    UnknownScheme = 56,
    NamesInOneText = 57,
    CratesDiffer = 58,
    SchemeOff = 59,

    // Values.
    NameEmpty = 60,
    NamePadded = 61,
    ControlCharacter = 62,
    TooLong = 63,
    MixedScripts = 64,
    NotAScopeToken = 65,
    TextEmpty = 66,
    NotARealm = 67,
    NotASegment = 68,
    NotAnAge = 69,
    NotAContext = 70,
    ScopeOfTheServer = 71,
    NotAClaim = 72,

    // Handlers and their arguments.
    NotAsync = 80,
    Const = 81,
    Unsafe = 82,
    Extern = 83,
    Variadic = 84,
    Receiver = 85,
    TooManyArguments = 86,
    CfgOnArgument = 87,
    BorrowedArgument = 88,
    IdentityUnderAnonymous = 89,
    NotAFunction = 90,
    NoBody = 91,
    InBlock = 92,
    ImplTraitArgument = 93,
    NoReturnType = 94,
    UnknownName = 95,
    RecordUnderAnonymous = 98,

    // Vocabularies.
    ImpliesItself = 101,
    ImpliesInACircle = 102,
    ImpliesUnknown = 103,
    ImpliesTwice = 104,
    NameOfTwoVariants = 105,
    VariantWithData = 106,
    NotAnEnum = 107,
    EnumEmpty = 108,
    EnumWithGenerics = 109,
    UnknownCase = 110,
    OptionElsewhere = 111,
    SaysNothing = 112,
    NotAVariant = 113,

    // Routes that must declare.
    HandlerUndeclared = 120,
    ServesNoRoute = 121,
    ConditionalAccess = 122,
    Unseen = 123,
    NotAModule = 124,
    NotADefault = 125,
    DefaultOpen = 126,
    DefaultWithoutAuth = 127,
    OpenedWithoutReason = 128,
    HandlerNotFound = 129,
    HandlerNamedTwice = 130,
    NotAHandlerName = 131,
    RouteAttributeInBlock = 132,
    OfATrait = 133,
    OutOfReach = 134,
    SelfInAttribute = 135,
    PerhapsRoute = 136,
    InAnotherFile = 137,
    ClosureServes = 138,
    DefaultByRelativePath = 139,

    // Route attributes.
    Undeclared = 140,
    SecondRoute = 141,
    RouteInBlock = 142,
    RoutePath = 143,
    RouteArgument = 144,
    RouteMethod = 145,
    NoRoute = 146,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "auth::A{:03}", *self as u8)
    }
}
