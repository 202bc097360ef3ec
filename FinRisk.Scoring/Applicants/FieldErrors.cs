namespace FinRisk.Scoring.Applicants;

/// <summary>Collects the broken rules of all fields, so that a caller learns of all errors in one response.</summary>
internal sealed class FieldErrors
{
    private Dictionary<string, List<string>>? _errors;

    public bool Any => _errors is not null;

    public void Add(string field, string rule)
    {
        _errors ??= new Dictionary<string, List<string>>(StringComparer.Ordinal);
        if (!_errors.TryGetValue(field, out var rules))
            _errors[field] = rules = [];
        rules.Add(rule);
    }

    public Dictionary<string, string[]> ToDictionary() =>
        (_errors ?? []).ToDictionary(entry => entry.Key, entry => entry.Value.ToArray(), StringComparer.Ordinal);
}
