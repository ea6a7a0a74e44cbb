"""statsmodels: formulas over frames, series with indexes of time."""

import numpy as np
import statsmodels.api as sm
import statsmodels.formula.api as smf
from statsmodels.stats.descriptivestats import describe
from statsmodels.stats.multicomp import pairwise_tukeyhsd
from statsmodels.tsa.api import SARIMAX, adfuller, seasonal_decompose

ONLY_SMALL = {
    "arima",
    "influence",
    "logit",
    "mixed",
    "seasons",
    "smoothing",
    "variances",
    "weighted",
}


def _table(model):
    return [table.as_text() for table in model.summary().tables if "Date:" not in table.as_text()]


def formula(pd, df):
    model = smf.ols("y ~ x + C(g) + n:x", data=df).fit()
    return [model.params, model.bse, model.pvalues, model.conf_int(), model.resid,
            model.fittedvalues, model.rsquared, _table(model)]  # fmt: skip


def formula_with_missing_values(pd, df):
    model = smf.ols("y ~ m + np.exp(m)", data=df).fit()
    return [model.params, model.nobs, model.predict(df.head())]


def glm(pd, df):
    frame = df.assign(b=df["b"].astype(int))
    model = smf.glm("b ~ x + n", data=frame, family=sm.families.Binomial()).fit()
    return [model.params, model.fittedvalues, _table(model)]


def logit(pd, df):
    frame = df.assign(b=df["b"].astype(int))
    model = smf.logit("b ~ x", data=frame).fit(disp=False)
    return [model.params, model.get_margeff().summary_frame()]


def arrays(pd, df):
    exog = sm.add_constant(df[["x", "n"]])
    model = sm.OLS(df["y"], exog).fit()
    return [exog, model.params, model.get_prediction(exog.head()).summary_frame()]  # fmt: skip


def influence(pd, df):
    model = sm.OLS(df["y"], sm.add_constant(df[["x", "n"]])).fit()
    return model.get_influence().summary_frame()


def weighted(pd, df):
    model = sm.WLS(df["y"], sm.add_constant(df["x"]), weights=df["n"] + 1).fit()
    robust = sm.RLM(df["y"], sm.add_constant(df["x"])).fit()
    return [model.params, robust.params]


def variances(pd, df):
    model = smf.ols("y ~ C(g) * C(h)", data=df).fit()
    return [sm.stats.anova_lm(model, typ=2), pairwise_tukeyhsd(df["y"], df["g"]).meandiffs]


def mixed(pd, df):
    model = smf.mixedlm("y ~ x", df, groups=df["g"]).fit()
    return [model.fe_params, model.random_effects["lo"].index]


def stationarity(pd, df):
    series = df.set_index("t")["y"].head(500)
    return [adfuller(series, maxlag=3), sm.tsa.acf(series, nlags=5), sm.tsa.pacf(series, nlags=5)]


def seasons(pd, df):
    series = df["y"].set_axis(pd.date_range("2024-01-01", periods=len(df), freq="h"))
    result = seasonal_decompose(series, period=6)
    return [result.trend, result.seasonal, result.resid, result.observed]


def arima(pd, df):
    series = df["y"].set_axis(pd.date_range("2024-01-01", periods=len(df), freq="D"))
    model = SARIMAX(series, order=(1, 0, 0)).fit(disp=False, maxiter=5)
    return [model.params.round(3), model.forecast(3).round(3), model.fittedvalues.round(3)]


def smoothing(pd, df):
    return sm.nonparametric.lowess(df["y"], df["x"], frac=0.5)


def described(pd, df):
    return [sm.stats.DescrStatsW(df["x"]).mean, describe(df[["x", "y"]]),
            sm.stats.ttest_ind(df["x"], df["y"]), np.asarray(sm.add_constant(df["x"]))]  # fmt: skip


def wrong_names(pd, df):
    return smf.ols("y ~ nowhere", data=df)
