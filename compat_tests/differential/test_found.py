"""Programs on which pandas and accel were found to disagree, cut down; by what was wrong."""

import pytest

from compat_tests.differential.case import Case, Way
from compat_tests.differential.run import disagreement

FOUND = {
    "a frame that is kept is estimated over frames in memory": """
df = pd.DataFrame({'b': np.array([], 'int64'), 'c': pd.array([], dtype='str')})
v1 = df.sort_values(['c'])
v2 = v1['b']
""",
    "sort kinds are checked where there is nothing to sort": """
df = pd.DataFrame({'a': np.array([], 'M8[us]')})
v1 = df['a'].sort_values(kind='nope')
v2 = df.sort_values(['a'], kind='nope')
v3 = df.sort_index(kind='nope')
""",
    "clip takes its bounds in either order": """
df = pd.DataFrame({'c': np.array([1.0], 'float64')})
v1 = (df['c'] * 2).clip(np.inf, 1.0)
""",
    "assign warns as assign where columns have levels": """
df = pd.DataFrame({('x', 'b'): np.array([], 'M8[us]')})
v1 = df.assign(n=lambda d: d)
""",
    "an array of no booleans is a mask": """
df = pd.DataFrame({'a': np.array([], 'float64'), 'b': np.array([], 'M8[us]')})
v1 = df[(df['a'] > 1).to_numpy()]
""",
    "a range stays what it is where all of its one or no rows are kept": """
df = pd.DataFrame({'a': np.array([1, 2, 3, 4], 'int64')}, index=pd.RangeIndex(0, 16, 4))
v1 = df.iloc[3:1:2]
v2 = v1[v1['a'] <= 2]
v3 = df.iloc[1:2]
v4 = v3[v3['a'] > 0]
v5 = v3[v3['a'] < 0]
""",
    "calls that are made again do not warn again": """
df = pd.DataFrame({'e': np.array(['2020-01-31'], 'M8[ms]')})
v1 = df.shift()
v2 = v1['e'].dt.dayofweek
""",
    "reductions refuse the arguments that pandas does not know": """
df = pd.DataFrame({'c': np.array([1, 2], 'uint16')})
v1 = df['c'].count(numeric_only=False)
v2 = df['c'].mean(min_count=0)
v3 = df.nunique(skipna=True)
""",
    "a new column beside columns of several levels warns": """
df = pd.DataFrame({('x', 'c'): np.array([1], 'int64')})
v1 = df - 2
v1.insert(1, 'n', 'x')
v1['m'] = 1
""",
    "a frame in memory counts its rows only where a plan carries some of its columns": """
df = pd.DataFrame({'b': np.array([0], 'int64')})
v1 = df.drop_duplicates()
v2 = v1.drop_duplicates()
v3 = df.sort_values(['b'])
v4 = v3[v3['b'] == 2.5]
""",
    "the smallest by no column": """
df = pd.DataFrame({'b': np.array([0], 'int64')})
v1 = df.nsmallest(1, [])
""",
    "a merge to which pandas adds a key": """
df = pd.DataFrame({0: pd.array(['a'], dtype='str'), 1: np.array([1], 'M8[s]')})
df.columns = ['index', 0]
other = pd.DataFrame({'index': np.array([1], 'M8[s]')})
v1 = other.merge(df, left_on='index', right_on=0)
""",
    "a key that names a level of the index, too": """
df = pd.DataFrame({'a': pd.array(['x'], dtype='str')}, index=pd.Index(['y'], name='a'))
v1 = df.merge(df, left_on='a', right_on='a')
""",
    "ranges that are put together": """
df = pd.DataFrame({'b': pd.array(['x', 'x', 'y', 'z'], dtype='str')})
v1 = df[df['b'] == 'q']
v2 = pd.concat([v1])
v3 = pd.concat([df[df['b'] == 'x'], df[df['b'] == 'y']])
v4 = pd.concat([df[df['b'] == 'x'], df[df['b'] == 'z']])
v5 = v4[v4['b'] == 'x']
v6 = pd.concat([df[df['b'] == 'y'], df[df['b'] == 'z'], v1])
""",
    "keys of groups have the labels of the columns": """
df = pd.DataFrame({0: pd.array(['x', 'y'], dtype='str'), 1: [1, 2]})
df.columns.name = 'cn'
v1 = df.groupby([0]).size()
v2 = df.groupby(0, as_index=False).sum()
v3 = df.groupby(df[0], as_index=False).sum()
""",
    "files: columns that are not there, and the name of the labels": """
df = pd.DataFrame({'c': np.array([1], 'int64'), 'd': pd.array(['x'], dtype='str')})
df.columns.name = 'cn'
df.to_parquet('t.parquet')
v1 = pd.read_parquet('t.parquet', columns=['nope'])
v2 = pd.read_parquet('t.parquet')
v3 = pd.read_parquet('t.parquet', columns=['d'])
""",
    "round of numbers that the engine does not hold": """
df = pd.DataFrame({'a': pd.array([0.25, 1.75], dtype='Float64'), 'b': [0.25, 1.75]})
v1 = df.round()
v2 = pd.merge(df, df, on='b').round()
""",
    "reductions of frames refuse the arguments that pandas does not know": """
df = pd.DataFrame({'c': np.array([1, 2], 'uint16')})
v1 = df.nunique(numeric_only=True)
v2 = df.all(numeric_only=True)
v3 = df.sum(numeric_only=True)
""",
    "a spread beyond the numbers warns": """
df = pd.DataFrame({'c': np.array([0.0, 1e300]), 'd': [1.0, np.inf], 'e': [1.0, np.nan]})
v1 = df.var()
v2 = df['c'].std()
v3 = df['d'].var()
v4 = df['e'].std()
v5 = pd.DataFrame({'f': [np.inf, -np.inf]}).sum()
""",
    "of 0.0 and -0.0 in keys, the first of a group shows": """
df = pd.DataFrame({'c': [-0.0, 0.0, np.nan], 'd': ['x', 'y', 'y']})
v1 = df.groupby('c').size()
v2 = df.groupby('c', as_index=False, dropna=False).count()
v3 = df.iloc[1:].groupby(['d', 'c']).count()
v4 = df['c'].value_counts(dropna=False)
""",
    "labels that are numbers are what the index makes of them": """
df = pd.DataFrame({1: np.array([1], 'int64')})
v1 = df * 2
v1[7] = v1[1]
v2 = v1[7] + 1
""",
    "indexers are called as pandas calls them": """
df = pd.DataFrame({1: np.array([1], 'int64')})
v1 = df.loc.dropna()
v2 = df.iloc.dropna()
""",
    "labels of an index that a name makes one of objects": """
df = pd.DataFrame({0: np.array([1], 'int64'), 1: np.array([2], 'int64')})
v1 = df.assign(n=lambda d: d[1])
v2 = v1[0]
""",
    "methods whose results pandas makes of its own class": """
df = pd.DataFrame({('x', 'a'): pd.array([], dtype='str')})
v1 = df.explode(('x', 'a'))
v2 = df[('x', 'a')].str.extract('([a-z])')
v3 = df.head(1)[('x', 'a')].str.extract('([a-z])')
""",
    "numbered rows in order are numbered anew": """
df = pd.DataFrame({'a': [1, 2]})
v1 = df.iloc[1:].sort_index(ignore_index=True)
""",
    "missing categories are in order before the others": """
df = pd.DataFrame({'a': [1, 2]}, index=pd.CategoricalIndex(['a', None]))
v1 = df.sort_index(ascending=False, na_position='first')
v2 = df.iloc[::-1].sort_index()
""",
    "without rows drop_duplicates leaves the index": """
df = pd.DataFrame({'b': [True]}, index=pd.RangeIndex(7, 10, 3, name=3))
v1 = df[df['b'] > 1].drop_duplicates(ignore_index=True)
v2 = df.query('b > 1').drop_duplicates(ignore_index=True)
v3 = v2.iloc[1:].drop_duplicates(ignore_index=True)
""",
    "frames of an index and no columns": """
df = pd.DataFrame({}, index=range(3))
v1 = df.iloc[[1]].sort_index(ignore_index=True)
v2 = df.loc[:, True:]
v3 = df[2:0]
v4 = pd.DataFrame({2: pd.array(['x'], dtype='str'), 3: [1]})
v5 = v4.loc[:, 2:].groupby([3]).sum(numeric_only=True)
""",
    "slices of columns are checked as pandas checks them": """
df = pd.DataFrame({0: [1], 1: [2]})
v1 = (df * 2).loc[:, True:]
v2 = (df * 2).loc[:, 'a':]
v3 = (df * 2).loc[:, 1:]
""",
    "where a range of no rows starts": """
df = pd.DataFrame({'a': [1, 2, 3]})
v1 = df.merge(df)
v2 = v1[5:7]
v3 = v1[2:][4:]
v4 = v3[v3['a'] > 3]
v5 = v2[v2['a'] > 3].iloc[3:]
v6 = v1[v1['a'] > 1][4:6]
v7 = df[df['a'] > 1][4:6]
v8 = df[2:1]
v9 = v1[v1['a'] > 1][2:1]
v10 = df.head(0)['a']
v11 = v10[v10 > 1]
""",
    "a range through many steps": """
df = pd.DataFrame({'a': [1, 1, 1], 'b': [2, 1, 0]})
v1 = df.drop_duplicates().sort_values(['b']).drop_duplicates(['a']).sort_values(['b'])
v2 = v1.drop_duplicates()
""",
    "booleans among the labels of groups": """
df = pd.DataFrame({0: pd.array(['x'], dtype='str'), 1: [1]})
df.columns = ['index', True]
v1 = df.groupby('index')[[True]].sum()
""",
    "numbers are the labels that the index gives": """
df = pd.DataFrame({0: ['x'], 1: [1], 2: [2.0]})
v1 = df[[1, 2, 0]]
v2 = v1[0]
v3 = df.rename(columns={0: 5})
v4 = v3[5]
""",
    "results that have the very index of the frame": """
df = pd.DataFrame({'a': [1, 2], 'b': ['x', 'y']})
s = df['b']
v1 = s.str.upper()
v2 = s == 'x'
v1.index.name = 'k'
v3 = s.reset_index()
v4 = df.nunique()
v4.index.name = 'n'
v5 = df.dtypes
v6 = df[['a']] + 1
v7 = v6 * 2
v7.index.name = 'r'
v7.columns.name = 'c'
v8 = v6.reset_index()
v9 = df.reset_index()
""",
    "parts that are put together have one index of columns": """
df = pd.DataFrame({'a': [1, 2], 'b': ['x', 'y']})
v1 = pd.concat([df, df])
v2 = df.groupby('b').sum()
v1.columns.name = 'c'
v3 = df.groupby('b').sum()
v4 = df[['a']].astype({'a': 'float64'})
v4.columns.name = 'd'
v5 = v4.head(1)
""",
    "computed frames keep the index that others have": """
df = pd.DataFrame({'a': [1, 2], 'b': [3, 4]}, index=pd.Index([5, 6], name='i'))
v1 = df.merge(df)
v2 = v1 + v1
v3 = v2 > 3
v3.index.name = 'u'
v4 = v2.iloc[:1].reset_index()
v1['n'] = 1
v1.index.name = 't'
v5 = v3.reset_index()
v6 = v1.sort_values('a').reset_index()
""",
    "the names of columns are those of the time of the call": """
df = pd.DataFrame({'a': [1], 'b': [2]})
v1 = df * 2
v2 = v1.groupby('a').sum()
v1.columns.name = 'c'
v3 = v1[['a']]
v4 = v1.drop(columns=['a'])
v5 = v1.assign(n=1)
v6 = df.groupby('a').sum()
df.columns.name = 'd'
""",
    "a range that stops before it starts": """
df = pd.DataFrame({'c': [True, True]})
v1 = df.iloc[2:1]
v2 = v1[v1['c']]
v3 = v1[:0]
""",
    "groups of no rows": """
df = pd.DataFrame({'a': pd.array([], dtype='string')})
v1 = df.groupby(df['a']).agg('nunique')
""",
    "a merge of no rows keeps the name of the labels": """
df = pd.DataFrame({'a': [1.0]})
df.columns.name = 'cn'
other = pd.DataFrame({'a': [1.0, 2.0]})
v1 = df.merge(other, left_on='a', right_on='a')
v2 = df.head(0).merge(other.head(0), on='a')
v3 = other.merge(df, on='a')
""",
    "a frame that is stacked": """
df = pd.DataFrame({('x', 'd'): np.array([], 'bool')})
v1 = df.stack()
""",
    "labels of aggregates keep the name of the frame's": """
df = pd.DataFrame({'n': [1, 2], 'f': ['a', 'b'], 'g': [1.0, 2.0]})
df.columns.name = 'cn'
v1 = df.groupby('f').agg({'n': ['first']})
v2 = df.groupby('f').agg({'n': 'first'})
v3 = df.groupby('f').agg(['first', 'last'])
v4 = df.groupby('f').agg(y=('n', 'first'))
v5 = df.groupby('f', as_index=False).agg({'n': 'first'})
""",
    "labels that are tuples, in aggregates": """
df = pd.DataFrame({0: np.array([], 'float64'), 1: np.array([], 'int64')})
df.columns = [('x', 1), '']
v1 = df.groupby(df['']).agg(y=(('x', 1), 'last'))
""",
    "keys of an outer merge whose labels are no strings": """
df = pd.DataFrame({1: pd.array(['a'], dtype='str')})
other = pd.DataFrame({'a': pd.array([], dtype='str')})
v1 = other.merge(df, left_on='a', right_on=1, how='outer')
""",
    "a merge on keys that do not compare, of no rows": """
df = pd.DataFrame({'b': np.array([], 'int64'), 'd': np.array([], 'float64')})
other = pd.DataFrame({'b': np.array([0], 'm8[us]'), 'd': np.array([0.0], 'float64')})
v1 = pd.merge(df, other, on=['b'])
""",
    "sums by group over sums by group, of narrow integers": """
df = pd.DataFrame({'a': np.array([0], 'int16')})
v1 = df.groupby(['a'])['a'].agg(['max', 'prod'])
v2 = v1.groupby(['max'])['max'].agg(['prod'])
v3 = v1.groupby(['prod'])['prod'].agg(['sum'])
""",
    "groups of values that pandas counts in their own kind": """
df = pd.DataFrame({0: np.array([], 'uint32'), 1: pd.array([], dtype='Float64')})
df[2] = pd.array([], dtype='str')
v1 = df[1].groupby(df[0]).size()
v2 = df[2].groupby(df[0]).size()
v3 = df.groupby(0)[1].size()
""",
    "numbers too large for a cast warn at the call": """
df = pd.DataFrame({'a': [0.0, 1e300, -np.inf, np.nan], 'b': [1, 2, 3, 4], 'c': [1, 2, np.inf, 3]})
v1 = df['a'].astype('float32')
v2 = (df['a'] * 2).astype('float32')
v3 = df.astype({'a': 'float32'})
v4 = df['c'].astype('float32')
v5 = df['b'].astype('float32')
v6 = (df['a'] / df['c']).astype('float32')
""",
    "sums by group that are no numbers warn at the call, if the keys are in order": """
df = pd.DataFrame({'a': [np.inf, -np.inf, 1e308, 1e308], 'b': [2.0, 3.0, 1e200, 1e200]})
df['k'], df['m'] = [1, 1, 2, 2], [1, 2, 1, 2]
v1 = df.groupby('k')['a'].sum()
v2 = df.groupby('m')['a'].sum()
v3 = df.groupby('k', sort=False)['a'].mean()
v4 = df.groupby('k')['b'].prod()
v5 = df.groupby('k')['b'].mean()
v6 = df.groupby('k')['a'].median()
""",
    "a function over no rows gives the column's own dtype, at once": """
df = pd.DataFrame({'a': np.array([], 'int64'), 'b': np.array([1], 'int64')[:0]})
v1 = df['a'].apply(lambda x: x > 1).dtype
v2 = df.assign(c=df['a'].apply(lambda x: x > 1)).dtypes
v3 = df[df['a'].apply(lambda x: x > 1)]
v4 = df[df['b'] > 1]['a'].map(lambda x: x > 1).map(lambda x: x > 1)
""",
    "extremes of 0.0 and -0.0": """
df = pd.DataFrame({'c': [0.0, -0.0], 'd': [-0.0, 0.0], 'e': [0.0, 1.0], 'f': [-0.0, -1.0]})
v1 = df.min()
v2 = df['c'].max()
v3 = df['d'].min()
v4 = df['e'].min()
v5 = df['f'].max()
""",
    "pandas warns once for all columns that it stores together": """
df2 = pd.DataFrame({'b': [1e300, 2.0], 's': 'a', 'd': [1e300, 1.0], 'e': [np.inf, -np.inf]})
v2 = df2.sort_values('d').drop(columns='s').astype('float32')
v3 = df2.sort_values('d').sum(numeric_only=True)
v4 = df2.sort_values('d').groupby('s').sum()
v5 = df2[df2['d'] > 0].groupby('s').agg('mean')
""",
    "classes of aggregates of no columns": """
df = pd.DataFrame({'a': np.array([], 'uint16')})
v1 = df.groupby(df['a']).agg('nunique')
""",
    "a zero among integers that pandas stores together": """
df = pd.DataFrame({'a': np.array([0], 'uint32'), 'c': [0], 'd': np.array(['NaT'], 'M8[us]')})
v1 = df.groupby(['a'], as_index=False).agg('count')
v2 = v1 // v1
v3 = v1 % v1
v4 = v1.floordiv(0)
""",
    "signs of objects, and filters on labels that are no strings": """
df = pd.DataFrame({'a': np.array(['a', 1], dtype=object)})
v1 = +df
df2 = pd.DataFrame({1: np.array([], 'float64')})
df2.to_parquet('t.parquet')
v2 = pd.read_parquet('t.parquet', filters=[(1, '>', 1)])
v3 = pd.read_parquet('t.parquet', filters=[('1', '>', 1)])
""",
    "numbers that float32 does not hold": """
df = pd.DataFrame({'a': np.array([1, 2, 0], 'float32'), 'b': [3, 1, 2]})
v1 = df['a'] * 1e300
v2 = df['a'] + np.float64(1e300)
v3 = df['a'].clip(0, 1e300)
v4 = df['a'].fillna(1e300)
v5 = df['a'].where(df['b'] > 1, 1e300)
v6 = df['a'] > np.float64(1e300)
v7 = df['a'] + np.float64(0.1)
""",
    "the median of infinities warns": """
df = pd.DataFrame({'a': [np.inf, -np.inf]})
v1 = df['a'].median()
v2 = df.median()
""",
    "the largest, and distinct values, of no rows": """
df = pd.DataFrame({'b': np.array([], 'int64')}, index=pd.RangeIndex(6, 6, 2))
v1 = df['b'].drop_duplicates()
v2 = df['b'].nlargest(2)
v3 = df.nsmallest(2, 'b')
df2 = pd.DataFrame({'b': [1, 1, 2]}, index=pd.RangeIndex(6, 12, 2))
v4 = df2[df2['b'] > 9]['b'].drop_duplicates()
v5 = df2.iloc[:0].nlargest(3, 'b')
v6 = df2.iloc[1:].nlargest(3, 'b')
""",
    "columns of several levels are named by what the levels hold": """
df = pd.DataFrame({(7, 1.5): [1, 2], (8, 'b'): [3, 4]})
v1 = df + 1
v2 = v1[7, 1.5]
v3 = v1.iloc[:, 0]
v4 = v1[8, 'b']
""",
    "a column taken out of a frame shares its memory, whoever was computed first": """
df = pd.DataFrame({0: np.array([1.0], 'float64'), 1: np.array(['2020-01-31'], 'M8[us]')})
v1 = df.sort_values(0)
v2 = v1[1] - v1[0]
v3 = v1.groupby(v1[0]).agg('median')
""",
    "trying what dtype an operator gives warns nobody": """
df = pd.DataFrame({'a': np.array([True], 'bool')})
v1 = df.rfloordiv('a')
v2 = df['a'] // 'a'
""",
    "a missing label of a float is not found again": """
df = pd.DataFrame([[1, 2], [1, 2]], columns=[np.nan, 2])
v1 = df.drop_duplicates()
v0 = df.drop_duplicates(subset=[np.nan])
df.columns = [None, 'a']
v2 = df.drop_duplicates()
df.columns = pd.MultiIndex.from_tuples([('x', np.nan), ('x', 'a')])
v3 = df.drop_duplicates()
""",
    "names are compared as pandas compares them": """
df = pd.DataFrame({'a': [1.0]})
v1 = df['a'].rename(np.nan)
v2 = pd.concat([v1, v1])
v3 = pd.concat([v1])
""",
    "a right join shows the left's zero where there is one": """
df = pd.DataFrame({'a': np.array([-0.0, 0.0], 'float64')})
v1 = df.merge(df, on='a', how='right')
v2 = df.merge(df, on='a', how='outer')
""",
    "concat of one object has its index": """
df = pd.DataFrame({'a': [1, 2]})
v1 = df[df['a'] > 0]
v2 = pd.concat([v1])
v1.index.name = 'q'
""",
    "filters of read_parquet decide whether integers are missing": """
df = pd.DataFrame({'a': [1, 2], 'b': pd.array([None, 7], dtype='Int64')})
df.to_parquet('t.parquet')
v1 = pd.read_parquet('t.parquet', filters=[('a', '==', 2)])
import pyarrow as pa, pyarrow.parquet as pq
pq.write_table(pa.table({'a': [0, 1], 'x': pa.array([1, None], pa.int64())}), 'u.parquet')
v2 = pd.read_parquet('u.parquet', filters=[('a', '==', 0)])
v3 = pd.read_parquet('u.parquet', filters=[('a', '==', 1)])
v4 = pd.read_parquet('u.parquet', filters=[('a', '==', 2)])
""",
    "the size of groups is of the dtype's kind": """
df = pd.DataFrame({'k': [1, 1], 'b': pd.array([1, None], dtype='Int64')})
v1 = df.groupby('k').agg({'b': 'size'})
v2 = df.groupby('k').agg(n=('b', 'size'))
v3 = df.groupby('k')['b'].agg(['size'])
""",
    "the largest by several columns have a range only if ties are settled in its order": """
df = pd.DataFrame({'a': [0, 1, 2, 0], 'b': [0, 1, 2, 0]})
v1 = df.nlargest(3, ['a', 'b'])
v2 = pd.concat([df['a'], df['a']], axis=1, ignore_index=True)
v3 = v2.nlargest(3, [0, 1])
""",
    "one zero is the label of all": """
df = pd.DataFrame({'a': [-0.0, 0.0], 'b': [1.0, 0.0], 'c': [2, 3]})
v1 = df.groupby(['b', 'a']).last()
""",
    "strings of Arrow's are moved between partitions": """
df = pd.DataFrame({'a': pd.array(['A-b', 'a' * 20, ' x ', 'a', 'cz', 'a', 'u-'] * 2, dtype='str')})
v1 = df['a'].str.get(1)
v2 = v1.groupby(v1).last()
""",
    "letters of a column of one string": """
df = pd.DataFrame({'c': [1, 2]})
v1 = df.assign(m=' xY ')
v2 = v1['m'].str.lower()
v3 = v1['m'].str.strip()
v4 = v1['m'].str.upper().str.len()
""",
    "labels without a key are what is left when it is deleted": """
df = pd.DataFrame({0: [1], 1: [2], 2: [3.0]})
v1 = df.groupby(1, as_index=False).agg('min')
v1['n'] = object
""",
    "a series of no rows loses its range when it is filtered": """
df = pd.DataFrame({'c': np.array([], 'M8[us]')}, index=pd.RangeIndex(7, 7, 3))
v1 = df.loc[df['c'].isna()]
v2 = v1['c'][v1['c'] <= '2020-01-31']
""",
    "an index keeps its name where there are no rows to drop": """
df = pd.DataFrame({'a': np.array([], 'int64')}, index=pd.Index(np.array([], 'float64'), name='a'))
v1 = df.groupby(level=0).last()
v2 = v1.drop_duplicates(ignore_index=True)
v3 = v2.groupby(['a'])
""",
    "numbers that follow a range": """
df = pd.DataFrame({'a': [1.0, 2.0]}, index=pd.Index([2, 3], dtype='int64'))
df2 = pd.DataFrame({'a': [3.0, 4.0]})
v1 = pd.concat([df2, df])
v2 = pd.concat([df, df2])
v3 = pd.concat([df2, df2[:0], df[:0]])
v4 = pd.concat([df2['a'], df['a'][1:]])
v5 = pd.concat([df2[:0], df[:0]])
""",
    "keys that are columns, and numbers": """
df = pd.DataFrame([[0.5, 1.5, 2.5]])
v1 = df.groupby([1, 0], as_index=False).sum()
v2 = df.groupby([2, 0], as_index=False).agg('min')
v3 = df.groupby([2], as_index=False).agg('min')
""",
    "a key is missing where the other is the first zero": """
df = pd.DataFrame({'b': [0.0, -0.0], 'c': pd.array([None, 'a'], dtype='str'), 'd': [1, 2]})
v1 = df.groupby(['c', 'b']).agg(['last'])
""",
    "groups of one column have no columns": """
df = pd.DataFrame({'nope': [1, 1], 'b': [1, 2]})
v1 = df.groupby('nope')['nope'].nope()
v2 = df.groupby('nope')['b'].nope
v3 = df.groupby('nope').b.sum()
""",
    "the first column to refuse is that of the first block": """
df = pd.DataFrame({'d': pd.Categorical(['b'], categories=['b', 'a', 'c'])})
df.insert(0, 7, 'x')
v1 = abs(df)
""",
    "a mapper of labels is given Python's numbers": """
df = pd.DataFrame([[1, 2, 3, 4]]).set_axis(list(range(4)), axis=1)
v1 = df[[0, 3]]
v2 = v1.rename(columns={3: 'z'})
""",
    "the inverse of no rows is the same memory": """
df = pd.DataFrame({'b': np.array([], 'int8'), 'c': np.array([], 'bool')})
v1 = df.groupby(~df['c'], as_index=False).sum()
""",
    "two keys that are one column": """
df = pd.DataFrame({1: [-np.inf, np.nan]})
v1 = pd.concat({'x': df, 'y': df}, ignore_index=True, axis=1)
v2 = v1.sort_values([0, 1], na_position='first')
v3 = v1.sort_values([0, 1])
""",
    "columns of no rows share their frame's memory": """
df = pd.DataFrame({'a': np.array([], 'int64'), 'c': np.array([], 'int64')})
v1 = df.assign()
v2 = v1.groupby(v1['a']).describe()
""",
    "a stored range may stop before it starts": """
df = pd.DataFrame({'a': [1, 2, 3, 4, 5]})
v1 = df[-2:2]
v1.to_parquet('t.parquet')
v2 = pd.read_parquet('t.parquet')
""",
    "columns keep the name they were given before pandas makes the calls again": """
df = pd.DataFrame({'a': np.array([0] * 13, 'int64')})
v0 = df.iloc[-2:11].loc[0:]
v1 = v0.nlargest(0, ['a'])
v1.columns.name = 'c'
v2 = v1.sort_index()
v3 = v2.nsmallest(2, [])
""",
}


_WAYS = [Way(look="last"), Way(look="each"), Way(look="each", morsel=3)]


@pytest.mark.parametrize("way", _WAYS, ids=["last", "each", "small morsels"])
@pytest.mark.parametrize("what", FOUND)
def test_found(what, way, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    statements = tuple(FOUND[what].strip().split("\n"))
    assert disagreement(Case((), statements, way)) is None
