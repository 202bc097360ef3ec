using System.Net.Sockets;
using FinRisk.Local.Store;
using FinRisk.Scoring.Settings;
using Microsoft.AspNetCore.Connections;

namespace FinRisk.Local.Hosting;

/// <summary>
/// Error messages for operators if the host cannot start: what is wrong and how to correct it. Exceptions without such a message
/// are bugs and are left unhandled, so that their stack is printed.
/// </summary>
internal static class StartErrors
{
    private const string AnotherAddress = "choose another address with --urls http://127.0.0.1:{port}.";

    /// <summary>
    /// The message for an exception that building the host threw; null if an operator cannot correct the cause.
    /// </summary>
    public static string? DescribeBuildError(Exception exception) => exception switch
    {
        SettingsException => exception.Message,

        // A configuration file is not valid JSON. The outer message names the file, the innermost the line.
        InvalidDataException => $"{exception.Message} {exception.GetBaseException().Message} Correct the file, or move it away.",
        _ => DescribeFileError(exception),
    };

    /// <summary>
    /// The message for an exception that running the host threw; null if an operator cannot correct the cause.
    /// </summary>
    public static string? DescribeRunError(Exception exception) => exception switch
    {
        IOException { InnerException: AddressInUseException } =>
            $"urls: {exception.Message} Stop what listens there, or {AnotherAddress}",

        // The port needs more rights, this machine does not have the address, or the address cannot be parsed.
        SocketException or FormatException => $"urls: {exception.Message} Correct it, or {AnotherAddress}",
        _ => DescribeFileError(exception),
    };

    private static string? DescribeFileError(Exception exception) => exception switch
    {
        UnauthorizedAccessException =>
            $"{exception.Message} Give this user the right to read and write there, or set Local:DataFolder.",
        IOException => exception.Message,
        StoreException =>
            $"The database in Local:DataFolder cannot be read. {exception.Message} Restore it from a backup, or move it away.",
        _ => null,
    };
}
