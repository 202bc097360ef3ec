using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Tests.Http;

/// <summary>An answer as it went out.</summary>
internal sealed record HttpReply(int Status, string? ContentType, JsonElement Body, IHeaderDictionary Headers)
{
    public string? Code => Text("code");

    public string? Text(string member) => Body.TryGetProperty(member, out var value) ? value.ToString() : null;
}
