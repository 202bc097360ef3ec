using System.Text.RegularExpressions;
using FinRisk.Scoring.Privacy;
using FinRisk.Testing;

namespace FinRisk.Architecture.Tests;

/// <summary>
/// How the source is laid out: folders are namespaces, a file is named after a type in it, and one place opens a sealed
/// applicant.
/// </summary>
public sealed partial class SourceTests
{
    [Fact]
    public void There_is_source_to_look_at() => Assert.True(Source.Files.Count > 50, "The source was not found.");

    [Fact]
    public void Folders_are_namespaces() => Assert.Empty(
        from file in Source.Files
        let folder = Path.GetDirectoryName(file.Path)!.Replace('/', '.')
        let expected = folder.Length == 0 ? "FinRisk.Scoring" : "FinRisk.Scoring." + folder
        where Namespaces().Match(file.Text).Groups["name"].Value != expected
        select file.Path);

    [Fact]
    public void A_file_is_named_after_a_type_in_it_or_after_the_responses_in_it() => Assert.Empty(
        from file in Source.Files
        let name = Path.GetFileNameWithoutExtension(file.Path)
        let types = Types().Matches(file.Text).Select(match => match.Groups["name"].Value).ToArray()
        where types.Length > 0 && !types.Contains(name)
            && !(name.EndsWith("Responses", StringComparison.Ordinal)
                && types.Any(type => type.EndsWith("Response", StringComparison.Ordinal)))
        select $"{file.Path}: {string.Join(", ", types)}");

    /// <summary>The limit of .editorconfig, which no build step checks.</summary>
    [Fact]
    public void No_line_is_longer_than_130_columns() => Assert.Empty(
        from file in Directory.EnumerateFiles(Repository.Root, "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Repository.Root, file)
        where !Generated().IsMatch(path)
        from line in File.ReadLines(file).Index()
        where line.Item.Length > 130
        select $"{path}:{line.Index + 1}");

    /// <summary>One place opens a sealed applicant: the vendor call. (The hosts cannot; it is internal.)</summary>
    [Fact]
    public void Only_the_vendor_call_opens_a_sealed_applicant()
    {
        Assert.Equal(
            ["Validations/VendorAttempt.cs"], from file in Source.Files where Opening().IsMatch(file.Text) select file.Path);
        Assert.False(
            typeof(ApplicantSealer).GetMethods().Any(method => method.Name == "Open"), "ApplicantSealer.Open is public.");
    }

    [Fact]
    public void Tests_lie_in_folders_of_the_same_names()
    {
        var tests = Path.Combine(Path.GetDirectoryName(Source.Root)!, "FinRisk.Scoring.Tests");
        var folders = Directory.EnumerateDirectories(tests).Select(Path.GetFileName).Except(["bin", "obj", "TestResults"]);
        Assert.All(folders, folder => Assert.True(Directory.Exists(Path.Combine(Source.Root, folder!)), folder));
    }

    [GeneratedRegex(@"(^|[\\/])(bin|obj|node_modules|Generated)[\\/]")]
    private static partial Regex Generated();

    [GeneratedRegex(@"\w*[sS]ealer\.Open\(")]
    private static partial Regex Opening();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespaces();

    [GeneratedRegex(
        @"^(?:public|internal) (?:(?:sealed|static|abstract|partial|readonly) )*"
        + @"(?:class|record struct|record|struct|interface|enum) (?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Types();
}
