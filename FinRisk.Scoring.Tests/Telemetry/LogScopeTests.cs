using FinRisk.Scoring.Telemetry;
using FinRisk.Scoring.Tests.Validations;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Tests.Telemetry;

/// <summary>Contract 8: the ids that every line of a request, and of a validation, carries.</summary>
public sealed class LogScopeTests
{
    private static readonly KeyValuePair<string, object?> Correlation = new("correlationId", "corr-1");
    private static readonly KeyValuePair<string, object?> Validation = new("validationId", Sample.Id.Value);

    [Fact]
    public void A_requests_scope_is_its_correlation_id_and_nothing_else()
    {
        var scope = new LogScope("corr-1");
        Assert.Equal(Correlation, Assert.Single(scope));
        Assert.Single((System.Collections.IEnumerable)scope);
        Assert.Equal((1, "correlation corr-1"), (scope.Count, scope.ToString()));
        Assert.Throws<ArgumentOutOfRangeException>(() => scope[1]);
    }

    [Fact]
    public void A_validations_scope_is_both_ids()
    {
        var scope = new LogScope("corr-1", Sample.Id.Value);
        Assert.Equal([Correlation, Validation], scope);
        Assert.Equal((2, $"validation {Sample.Id.Value}, correlation corr-1"), (scope.Count, scope.ToString()));
        Assert.Throws<ArgumentOutOfRangeException>(() => scope[2]);
    }

    [Fact]
    public void A_request_that_turns_out_to_be_about_a_validation_is_named_after_it()
    {
        var http = new DefaultHttpContext();
        var scope = new LogScope("corr-1");
        http.Features.Set(scope);
        LogScope.SetValidationId(http, Sample.Id.Value);
        Assert.Equal([Correlation, Validation], scope);
    }

    [Fact]
    public void Outside_of_the_edge_there_is_nothing_to_name() =>
        LogScope.SetValidationId(new DefaultHttpContext(), Sample.Id.Value);
}
