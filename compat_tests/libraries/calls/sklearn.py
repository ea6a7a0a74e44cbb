"""scikit-learn: fitted on frames, transforming to frames."""

import numpy as np
from sklearn import set_config
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import classification_report, confusion_matrix, r2_score, roc_auc_score
from sklearn.model_selection import (
    GridSearchCV,
    GroupKFold,
    KFold,
    StratifiedKFold,
    cross_val_predict,
    cross_val_score,
    train_test_split,
)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    KBinsDiscretizer,
    LabelEncoder,
    OneHotEncoder,
    OrdinalEncoder,
    StandardScaler,
)
from sklearn.utils import resample, shuffle
from sklearn.utils.validation import check_array, check_X_y

ONLY_SMALL = {
    "boosted",
    "classification",
    "clusters",
    "folds",
    "forest",
    "inspection",
    "search",
    "words",
}


def split(pd, df):
    return train_test_split(df, df["g"], test_size=0.25, random_state=1)


def split_in_strata(pd, df):
    return train_test_split(df[["x", "y"]], df["h"], stratify=df["h"], random_state=1)


def regression(pd, df):
    model = LinearRegression().fit(df[["x", "n"]], df["y"])
    return [model.coef_, model.intercept_, model.feature_names_in_, model.n_features_in_,
            model.predict(df[["x", "n"]]), model.score(df[["x", "n"]], df["y"])]  # fmt: skip


def features_in_another_order(pd, df):
    model = LinearRegression().fit(df[["x", "n"]], df["y"])
    return model.predict(df[["n", "x"]])


def unnamed_features(pd, df):
    model = LinearRegression().fit(df[["x", "n"]], df["y"])
    return model.predict(df[["x", "n"]].to_numpy())


def missing_values(pd, df):
    return LinearRegression().fit(df[["m"]], df["y"])


def mixed_dtypes(pd, df):
    return LinearRegression().fit(df[["x", "g"]], df["y"])


def columns(pd, df):
    numbers = make_pipeline(SimpleImputer(), StandardScaler())
    transform = ColumnTransformer(
        [
            ("numbers", numbers, ["x", "m"]),
            ("words", OneHotEncoder(sparse_output=False), make_column_selector("[gh]")),
        ],
        remainder="passthrough",
        verbose_feature_names_out=False,
    ).set_output(transform="pandas")
    result = transform.fit_transform(df.drop(columns="t"))
    return [result, transform.get_feature_names_out(), transform.transform(df)]


def selected_by_dtype(pd, df):
    select = make_column_selector(dtype_include="number")
    return [select(df), make_column_selector(dtype_include=object, pattern="g|h")(df)]


def classification(pd, df):
    model = make_pipeline(StandardScaler(), LogisticRegression())
    model.fit(df[["x", "y", "n"]], df["g"])
    guess = model.predict(df[["x", "y", "n"]])
    return [model.classes_, guess, model.predict_proba(df[["x", "y", "n"]]),
            confusion_matrix(df["g"], guess), model[-1].coef_,
            classification_report(df["g"], guess, zero_division=0)]  # fmt: skip


def output_as_frames(pd, df):
    scaled = StandardScaler().set_output(transform="pandas").fit_transform(df[["x", "y"]])
    binned = KBinsDiscretizer(3, encode="ordinal", quantile_method="averaged_inverted_cdf")
    return [scaled, binned.set_output(transform="pandas").fit_transform(df[["x"]])]


def output_as_frames_everywhere(pd, df):
    set_config(transform_output="pandas")
    try:
        return make_pipeline(SimpleImputer(), StandardScaler()).fit_transform(df[["x", "m"]])
    finally:
        set_config(transform_output="default")


def output_for_polars(pd, df):
    made = StandardScaler().set_output(transform="polars").fit_transform(df[["x", "y"]])
    return [type(made).__name__, made.columns, made.to_numpy()]


def encoders(pd, df):
    ordinal = OrdinalEncoder().fit(df[["g", "h"]])
    labels = LabelEncoder().fit(df["g"])
    one_hot = OneHotEncoder().fit(df[["g", "h"]])
    return [ordinal.categories_, ordinal.transform(df[["g", "h"]]), labels.classes_,
            labels.transform(df["g"]), one_hot.get_feature_names_out(),
            one_hot.transform(df[["g", "h"]]).toarray()]  # fmt: skip


def functions(pd, df):
    doubled = FunctionTransformer(lambda frame: frame * 2).fit_transform(df[["x", "n"]])
    logged = FunctionTransformer(np.log1p, feature_names_out="one-to-one").fit(df[["n"]])
    return [doubled, logged.transform(df[["n"]]), logged.get_feature_names_out()]


def scores(pd, df):
    folds = KFold(3, shuffle=True, random_state=0)
    model = LinearRegression()
    return [
        cross_val_score(model, df[["x", "n"]], df["y"], cv=folds),
        cross_val_predict(model, df[["x"]], df["y"], cv=3),
        r2_score(df["y"], df["x"]),
        roc_auc_score(df["b"], df["x"]),
    ]


def folds(pd, df):
    parts = [*StratifiedKFold(3).split(df, df["h"]), *GroupKFold(3).split(df, groups=df["g"])]
    return [*parts, *(df.iloc[test] for _, test in KFold(3).split(df))]


def search(pd, df):
    grid = GridSearchCV(LogisticRegression(), {"C": [0.1, 1.0]}, cv=3, n_jobs=1)
    grid.fit(df[["x", "y"]], df["b"])
    table = pd.DataFrame(grid.cv_results_)
    return [grid.best_params_, table[["param_C", "mean_test_score", "rank_test_score"]]]


def forest(pd, df):
    model = RandomForestClassifier(5, random_state=0).fit(df[["x", "y", "n"]], df["g"])
    return [model.feature_importances_, model.predict(df[["x", "y", "n"]])]


def boosted(pd, df):
    frame = df[["x", "m", "g"]].astype({"g": "category"})
    model = HistGradientBoostingClassifier(max_iter=3, categorical_features="from_dtype")
    return model.fit(frame, df["b"]).predict_proba(frame)


def inspection(pd, df):
    from sklearn.inspection import partial_dependence, permutation_importance

    model = LinearRegression().fit(df[["x", "n"]], df["y"])
    importance = permutation_importance(model, df[["x", "n"]], df["y"], random_state=0)
    dependence = partial_dependence(model, df[["x", "n"]], ["x"], grid_resolution=4)
    return [importance.importances, dependence["average"]]


def clusters(pd, df):
    model = KMeans(3, n_init=1, random_state=0).fit(df[["x", "y"]])
    return [model.cluster_centers_, model.labels_]


def words(pd, df):
    counts = CountVectorizer().fit(df["g"] + " " + df["h"])
    return [counts.get_feature_names_out(), counts.transform(df["g"]).toarray()]


def samples(pd, df):
    return [shuffle(df, df["x"], random_state=0), resample(df, n_samples=5, random_state=0)]


def checks(pd, df):
    return [check_array(df[["x", "n"]]), check_array(df[["n", "b"]]),
            *check_X_y(df[["x", "n"]], df["y"])]  # fmt: skip


def as_frames(pd, df):
    from sklearn.datasets import load_iris

    data, target = load_iris(as_frame=True, return_X_y=True)
    return [data.head(), target.head()]
